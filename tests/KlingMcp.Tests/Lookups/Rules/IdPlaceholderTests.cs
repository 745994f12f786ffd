using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>What stands for an id that nobody has filled in.</summary>
public class IdPlaceholderTests
{
    [Theory]
    [InlineData("undefined", true)]
    [InlineData("NULL", true)]
    [InlineData("n/a", true)]
    [InlineData("na", true)]
    [InlineData("xxx", true)]
    [InlineData("xx", false)]
    [InlineData("...", true)]
    [InlineData("…", true)]
    [InlineData("task_id", true)]
    [InlineData("your-task-id-here", true)]
    [InlineData("the uuid", true)]
    [InlineData("INSERT_VIDEO_ID", true)]
    [InlineData(" taskId= ", true)]
    [InlineData("taskId: ", true)]
    [InlineData("<task_id>", true)]
    [InlineData("<abc>", true)]
    [InlineData("<abc1>", false)]
    [InlineData("<a/b>", false)]
    [InlineData("{{ task }}", true)]
    [InlineData("{{task1}}", false)]
    [InlineData("${TASK}", true)]
    [InlineData("$TASK", true)]
    [InlineData("%TASK%", true)]
    [InlineData("%TASK", false)]
    [InlineData("video", false)]
    [InlineData("shot", false)]
    [InlineData("842", false)]
    [InlineData("", false)]
    public void A_placeholder_is_known_by_its_words_or_its_brackets(string text, bool isOne) => Assert.Equal(isOne, IdPlaceholder.Is(text));

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Text_of_more_than_200_characters_is_none(int length, bool isOne) =>
        Assert.Equal(isOne, IdPlaceholder.Is($"<{new string('a', length - 2)}>"));
}
