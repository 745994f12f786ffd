using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace KlingMcp.Tests.Support;

/// <summary>Properties: 10,000 cases each unless <c>KLING_MCP_TEST_CASES</c> says another number; <c>KLING_MCP_TEST_SEED</c> plays a seed again.</summary>
internal static class PropertyCheck
{
    /// <summary>How many cases each property is tried with.</summary>
    public static int Cases { get; } = (int)(Number("KLING_MCP_TEST_CASES") ?? 10_000);

    /// <summary>Fails with the case and its seed at the first that throws. The seed is printed always.</summary>
    public static void ForAll<T>(Gen<T> cases, Action<T> check)
    {
        var seed = Number("KLING_MCP_TEST_SEED") ?? (ulong)TimeProvider.System.GetUtcNow().Ticks;
        TestContext.Current.TestOutputHelper?.WriteLine($"{Cases} cases, KLING_MCP_TEST_SEED={seed}");
        var config = Config.QuickThrowOnFailure.WithMaxTest(Cases).WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));
        Check.One(config, Prop.ForAll(Arb.From(cases), check));
    }

    private static ulong? Number(string variable) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
