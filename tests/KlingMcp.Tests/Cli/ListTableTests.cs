using KlingMcp.Cli;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using Spectre.Console;

namespace KlingMcp.Tests.Cli;

/// <summary>The table of <c>list</c> in a terminal.</summary>
public class ListTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("a paper boat on a river in the last light of a long summer day")]
    [InlineData("红色的风筝飞过山丘红色的风筝飞过山丘")]
    public void A_reference_stays_in_one_line_and_the_prompt_is_cut(string prompt)
    {
        KlingTask task = new(new("piapi", null, "c16e5746-c46d-4287-9286-a06063c50a24"), KlingTaskStatus.Failed, "failed")
        {
            CreatedAt = Now.AddMinutes(-20),
            Prompt = prompt,
        };

        var lines = Draw(ListTable.Of([new(task, TaskSource.Provider, null)], Now, width: 80), ColorSystemSupport.NoColors).Split('\n');

        var row = Assert.Single(lines, static l => l.Contains("failed", StringComparison.Ordinal));
        Assert.Contains($" piapi:c16e5746-c46d-4287-9286-a06063c50a24 │ 20 min │ {prompt[0]}", row, StringComparison.Ordinal);
        Assert.Contains("…", row, StringComparison.Ordinal);
        Assert.All(lines, static l => Assert.True(l.Length <= 80, l));
    }

    [Theory]
    [InlineData(30, false, false)]
    [InlineData(40, false, false)]
    [InlineData(60, false, false)]
    [InlineData(70, true, false)]
    [InlineData(80, true, true)]
    [InlineData(200, true, true)]
    public void A_narrow_terminal_loses_the_prompt_and_the_age_but_never_a_task(int width, bool hasAge, bool hasPrompt)
    {
        KlingTask task = new(new("piapi", null, "c16e5746-c46d-4287-9286-a06063c50a24"), KlingTaskStatus.Processing, "processing")
        {
            CreatedAt = Now.AddMinutes(-20),
            Prompt = "a paper boat",
        };

        var drawn = Draw(ListTable.Of([new(task, TaskSource.Provider, null)], Now, width), ColorSystemSupport.NoColors, width);

        Assert.All(drawn.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.Contains("processing", drawn, StringComparison.Ordinal);
        Assert.Equal(hasAge, drawn.Contains("20 min", StringComparison.Ordinal));
        Assert.Equal(hasPrompt, drawn.Contains("a paper", StringComparison.Ordinal));
        var cells = drawn.Split('\n').Select(static l => l.Split('│')).Where(static l => l.Length > 2).Select(static l => l[2].Trim());
        Assert.Equal("task" + task.Reference, string.Concat(cells));
    }

    [Theory]
    [InlineData(KlingTaskStatus.Succeeded, "32")]
    [InlineData(KlingTaskStatus.Failed, "31")]
    [InlineData(KlingTaskStatus.Processing, "34")]
    internal void A_state_has_its_colour(KlingTaskStatus status, string colour)
    {
        KlingTask task = new(new("useapi", null, "123"), status, "x");

        var drawn = Draw(ListTable.Of([new(task, TaskSource.Provider, null)], Now, width: 80), ColorSystemSupport.Legacy);

        Assert.Matches($"\\e\\[{colour[0]}?9?{colour[1]}m{status.Word}", drawn);
    }

    private static string Draw(Table table, ColorSystemSupport colours, int width = 80)
    {
        using StringWriter text = new();
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = colours is ColorSystemSupport.NoColors ? AnsiSupport.No : AnsiSupport.Yes,
            ColorSystem = colours,
        });
        console.Profile.Width = width;
        console.Write(table);
        return text.ToString().ReplaceLineEndings("\n");
    }
}
