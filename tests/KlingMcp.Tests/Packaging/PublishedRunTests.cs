using System.Runtime.CompilerServices;

namespace KlingMcp.Tests.Packaging;

/// <summary>The tests that start the program run a second time, with the published file; <c>tests/run.sh</c> knows them by their trait.</summary>
public class PublishedRunTests
{
    [Fact]
    public void Every_test_that_starts_the_program_also_runs_with_the_published_file()
    {
        var starting = TestFiles().Where(static text => text.Contains("ProgramHarness.", StringComparison.Ordinal)
            || text.Contains("ProgramHarness.", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(starting);
        Assert.All(starting, static text => Assert.Contains("[Trait(\"Runs\", \"program\")]", text, StringComparison.Ordinal));
    }

    private static IEnumerable<string> TestFiles([CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, ".."), "*Tests.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != Path.GetFileName(here)).Select(File.ReadAllText);
}
