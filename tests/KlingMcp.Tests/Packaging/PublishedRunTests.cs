using System.Runtime.CompilerServices;

namespace KlingMcp.Tests.Packaging;

/// <summary><c>tests/run.sh</c> runs the tests with the trait <c>Runs=program</c> again, with the natively compiled file.</summary>
public class PublishedRunTests
{
    private const string Trait = "[Trait(\"Runs\", \"program\")]";

    private static readonly string[] Starters = ["ProgramHarness."];

    [Fact]
    public void Every_test_that_starts_the_program_also_runs_with_the_published_file()
    {
        var starting = TestFiles().Where(static file => Starters.Any(s => file.Text.Contains(s, StringComparison.Ordinal))).ToArray();

        Assert.NotEmpty(starting);
        Assert.All(starting, static file => Assert.True(
            file.Text.Contains(Trait, StringComparison.Ordinal), $"{file.Name} starts the program: give its class {Trait}."));
    }

    private static IEnumerable<(string Name, string Text)> TestFiles([CallerFilePath] string here = "") =>
        from file in Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, ".."), "*Tests.cs", SearchOption.AllDirectories)
        where Path.GetFileName(file) != Path.GetFileName(here)
        select (Path.GetFileName(file), File.ReadAllText(file));
}
