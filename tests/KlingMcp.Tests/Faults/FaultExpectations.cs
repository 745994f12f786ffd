using KlingMcp.Tests.Providers.AimlApi;
using KlingMcp.Tests.Providers.CometApi;
using KlingMcp.Tests.Providers.EzModel;
using KlingMcp.Tests.Providers.Fal;
using KlingMcp.Tests.Providers.GoApi;
using KlingMcp.Tests.Providers.Kie;
using KlingMcp.Tests.Providers.Official;
using KlingMcp.Tests.Providers.PiApi;
using KlingMcp.Tests.Providers.Replicate;
using KlingMcp.Tests.Providers.UseApi;
using KlingMcp.Tests.Providers.WaveSpeed;

namespace KlingMcp.Tests.Faults;

/// <summary>The answers that differ from the matrix. Each provider has them in a file beside its tests, by the name of the fault.</summary>
internal static class FaultExpectations
{
    private static readonly Dictionary<string, IReadOnlyDictionary<string, Expected>> ByCase = new()
    {
        ["official"] = OfficialFaultExpectations.WithApiKey,
        ["official (key pair)"] = OfficialFaultExpectations.WithKeyPair,
        ["goapi"] = GoApiFaultExpectations.All,
        ["piapi"] = PiApiFaultExpectations.All,
        ["useapi"] = UseApiFaultExpectations.All,
        ["ezmodel"] = EzModelFaultExpectations.All,
        ["cometapi"] = CometApiFaultExpectations.All,
        ["fal"] = FalFaultExpectations.All,
        ["fal (key pair)"] = FalFaultExpectations.All,
        ["replicate"] = ReplicateFaultExpectations.All,
        ["kie"] = KieFaultExpectations.All,
        ["wavespeed"] = WaveSpeedFaultExpectations.All,
        ["aimlapi"] = AimlApiFaultExpectations.All,
    };

    /// <summary>The answers that differ, by the name of the fault.</summary>
    public static IReadOnlyDictionary<string, Expected> Of(ProviderCase provider) => ByCase.GetValueOrDefault(provider.Name)
        ?? throw new InvalidOperationException($"Add a line for {provider.Name} to tests/KlingMcp.Tests/Faults/FaultExpectations.cs.");

    /// <summary>For providers with codes of their own: a 429 with one of Kling's codes is an ordinary 429.</summary>
    public static Dictionary<string, Expected> WithoutKlingCodes => new int[] { 1100, 1101, 1102, 1304 }.ToDictionary(
        static code => $"429 with Kling's code {code}",
        static code => FaultTexts.Thrice("rate_limited", $"\"{FaultTexts.Own}\" (HTTP 429, code {code})", "Call again in a minute."));
}
