using KlingMcp.Domain;
using KlingMcp.Tests.Docs;

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
    public void No_placeholder_is_left_in_the_page() => Assert.DoesNotMatch(@"\{\w+\}", ErrorsPage.Write());

    [Fact]
    public void Every_category_is_explained_on_one_screen()
    {
        var page = Pages.Text("docs/errors.md");

        Assert.All(
            Enum.GetValues<FaultCategory>(),
            category => Assert.Contains($"| `{category.Word}` | ", page, StringComparison.Ordinal));
        Assert.True(page.Split('\n').Length <= 40, "docs/errors.md is longer than a screen");
    }
}
