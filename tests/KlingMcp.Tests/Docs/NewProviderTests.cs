using KlingMcp.Providers;
using KlingMcp.Tests.Faults;
using KlingMcp.Tests.Secrets;

namespace KlingMcp.Tests.Docs;

/// <summary>
/// What CONTRIBUTING asks for in the steps for a new provider, as far as no other test would miss it. Each message says what to write
/// where.
/// </summary>
public class NewProviderTests
{
    public static TheoryData<string> Providers => [.. ProviderCatalog.All.Select(static p => p.Name)];

    [Theory]
    [MemberData(nameof(Providers))]
    public void The_fault_matrix_has_a_case_for_each_kind_of_key(string name) => Assert.All(
        ProviderCatalog.Find(name)!.Keys,
        keys => Assert.True(
            ProviderCase.All.Any(c => c.Provider == name && c.Variables.SequenceEqual(keys.Variables)),
            $"Add a case for {name} with {string.Join(", ", keys.Variables)} to tests/KlingMcp.Tests/Faults/ProviderCase.cs."));

    [Theory]
    [MemberData(nameof(Providers))]
    public void There_is_a_made_up_key_for_each_variable_that_holds_one(string name) => Assert.All(
        ProviderCatalog.Find(name)!.Keys.SelectMany(static k => k.Variables),
        static variable => Assert.True(
            Canaries.ByVariable.ContainsKey(variable),
            $"Add a made-up value for {variable} to tests/KlingMcp.Tests/Secrets/Canaries.cs."));

    [Theory]
    [MemberData(nameof(Providers))]
    public void The_simulated_world_of_the_client_checks_has_the_provider(string name) => Assert.True(
        Pages.Text("tests/clients/support/world.mjs").Contains($"\n  {name}: {{", StringComparison.Ordinal),
        $"Add {name} to `providers` in tests/clients/support/world.mjs.");

    [Theory]
    [MemberData(nameof(Providers))]
    public void The_adapter_has_tests_in_a_folder_of_its_own(string name) => Assert.True(
        Directory.EnumerateDirectories(Path.Combine(Pages.Root, "tests/KlingMcp.Tests/Providers"))
            .Any(folder => Path.GetFileName(folder).Equals(name, StringComparison.OrdinalIgnoreCase)),
        $"Add tests of the adapter of {name} in a folder of their own under tests/KlingMcp.Tests/Providers.");
}
