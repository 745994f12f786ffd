using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace KlingMcp.Tests.Support;

/// <summary>
/// Runs properties with 13,000 cases each. <c>KLING_MCP_TEST_CASES</c> is another number, <c>KLING_MCP_TEST_SEED</c> a seed to repeat.
/// </summary>
internal static class PropertyCheck
{
    /// <summary>The number of cases of each property.</summary>
    public static int Cases { get; } = (int)(Number("KLING_MCP_TEST_CASES") ?? 13_000);

    /// <summary>Fails with the first case that throws. The seed, and how many cases were checked, are always printed.</summary>
    /// <param name="cases">Makes the cases.</param>
    /// <param name="check">Throws where the property does not hold.</param>
    /// <param name="parts">A property that is checked in so many tests shares its cases among them.</param>
    public static void ForAll<T>(Gen<T> cases, Action<T> check, int parts = 1)
    {
        var count = Cases / parts;
        var seed = Number("KLING_MCP_TEST_SEED") ?? (ulong)TimeProvider.System.GetUtcNow().Ticks;
        var made = 0;
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));
        try
        {
            Check.One(config, Prop.ForAll(Arb.From(cases), (Action<T>)Counted));
        }
        finally
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{made} cases, KLING_MCP_TEST_SEED={seed}");
        }

        Assert.Equal(count, made);

        void Counted(T one)
        {
            made++;
            check(one);
        }
    }

    private static ulong? Number(string variable) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
