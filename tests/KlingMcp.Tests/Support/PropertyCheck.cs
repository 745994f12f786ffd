using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace KlingMcp.Tests.Support;

/// <summary>
/// Runs properties with random cases. <c>KLING_MCP_TEST_CASES</c> is another number of them, <c>KLING_MCP_TEST_SEED</c> a seed to repeat.
/// </summary>
internal static class PropertyCheck
{
    /// <summary>Fails with the first case that throws. The seed is always printed.</summary>
    /// <param name="count">How many cases, unless the variable says another number.</param>
    /// <param name="cases">Makes a case.</param>
    /// <param name="check">Throws if the property does not hold.</param>
    /// <returns>How many cases were checked.</returns>
    public static int ForAll<T>(int count, Gen<T> cases, Action<T> check)
    {
        count = (int)(Number("KLING_MCP_TEST_CASES") ?? (ulong)count);
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
        return made;

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
