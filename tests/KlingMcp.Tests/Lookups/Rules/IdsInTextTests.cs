using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>The hint for text that is not an id but holds some. In these tests words with a digit in them look like ids.</summary>
public class IdsInTextTests
{
    private static readonly IdsInText Text = new(static id => id.Any(char.IsDigit));

    [Theory]
    [InlineData("please look at 842250 for me", "842250")]
    [InlineData("please look at 84225 for me", null)]
    [InlineData("please look at a4225 for me", "a4225")]
    [InlineData("it is -842250-", "842250")]
    [InlineData("842250 and 842250 again", "842250")]
    [InlineData("{\"task_id\": \"842250903629086785\", \"n\": 123456}", "842250903629086785")]
    [InlineData("{\\\"taskId\\\":\\\"abc\\\"}", "abc")]
    [InlineData("TASK_ID=abc", "abc")]
    [InlineData("no id at all", null)]
    [InlineData("", null)]
    public void One_id_is_named(string text, string? id) =>
        Assert.Equal(id is null ? null : $"Give only the id: \"{id}\".", Text.HintFor(text));

    [Theory]
    [InlineData("842250, 842251")]
    [InlineData("taskId: abc, taskId: def")]
    public void Several_ids_are_for_the_other_tool(string text) => Assert.Equal(
        "These are several ids: give one, or use get_kling_tasks, whose task_ids takes a list.", Text.HintFor(text));

    [Theory]
    [InlineData("shot-1, shot-2", true)]
    [InlineData("12, 13", true)]
    [InlineData("shot-1, shots", false)]
    [InlineData("12", false)]
    public void Words_that_may_be_ids_of_the_callers_own_count_when_all_have_a_digit(string text, bool areSeveral) =>
        Assert.Equal(areSeveral, new IdsInText(static _ => false).HintFor(text) is IdsInText.Several);

    [Fact]
    public void Only_the_first_ten_thousand_characters_are_searched()
    {
        Assert.Equal("Give only the id: \"842250\".", Text.HintFor($"{new string(' ', 9_994)}842250"));
        Assert.Null(Text.HintFor($"{new string(' ', 10_000)}842250"));
    }
}
