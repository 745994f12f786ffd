using KlingMcp.Domain;

namespace KlingMcp.Tests.Faults;

public class ErrorsPageTests
{
    [Fact]
    public void The_errors_page_matches_the_table_of_faults()
    {
        if (Environment.GetEnvironmentVariable("KLING_MCP_WRITE_ERRORS_PAGE") is "1")
            File.WriteAllText(ErrorsPage.Path(), ErrorsPage.Write());

        Assert.Equal(ErrorsPage.Write(), File.ReadAllText(ErrorsPage.Path()));
    }

    [Fact]
    public void Every_category_is_explained() => Assert.All(
        Enum.GetValues<FaultCategory>(),
        static category => Assert.Contains($"| `{category.Word}` | ", ErrorsPage.Write(), StringComparison.Ordinal));
}
