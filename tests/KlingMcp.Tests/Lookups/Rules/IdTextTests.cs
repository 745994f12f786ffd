using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>What is removed around an id, and what stays. In these tests the id <c>842</c> is clear, and nothing else is.</summary>
public class IdTextTests
{
    private static readonly IdText Text = new(static text => text == "842");

    [Theory]
    [InlineData("842")]
    [InlineData(" \t842\r\n")]
    [InlineData("842;")]
    [InlineData("842 , ; 。")]
    [InlineData("842，；、｡")]
    [InlineData("\"842\"")]
    [InlineData("'842'")]
    [InlineData("`842`")]
    [InlineData("´842´")]
    [InlineData("＂842＂")]
    [InlineData("＇842＇")]
    [InlineData("｀842｀")]
    [InlineData("<842>")]
    [InlineData("＜842＞")]
    [InlineData("(842)")]
    [InlineData("[842]")]
    [InlineData("{842}")]
    [InlineData("「842」")]
    [InlineData("“842”")]
    [InlineData("”842“")]
    [InlineData("„842‟")]
    [InlineData("«842»")]
    [InlineData("»842«")]
    [InlineData("842(")]
    [InlineData("([{<\"842\">}])")]
    [InlineData("task_id: 842")]
    [InlineData("TaskId=842")]
    [InlineData("task id : \"842\"")]
    [InlineData("id=842")]
    [InlineData("request_id: 842")]
    [InlineData("requestid: 842")]
    [InlineData("generation_id: 842")]
    [InlineData("\"task_id\": \"842\",", "task_id\": \"842")]
    [InlineData("８４２")]
    [InlineData("０１９", "019")]
    [InlineData("piapi：842", "piapi:842")]
    [InlineData("8\u200B4\u00AD2\uFEFF")]
    [InlineData("8\uFE004\uFE0F2")]
    [InlineData("8\u034F4\u115F2\u1160")]
    [InlineData("8\u28004\u31642\uFFA0")]
    [InlineData("[842](https://a.example/x)")]
    [InlineData("![842](https://a.example/x)")]
    [InlineData("[here](842)")]
    [InlineData("[here](there)", "here")]
    [InlineData("**842**")]
    [InlineData("__842__")]
    [InlineData("~~842~~")]
    [InlineData("_842_")]
    [InlineData("**_842_**")]
    [InlineData("842.")]
    [InlineData("**842.**")]
    [InlineData("****842****")]
    [InlineData("********842********")]
    [InlineData("*********842*********", "*********842*********")]
    [InlineData("*842_", "*842_")]
    [InlineData("*843*", "*843*")]
    [InlineData("843.", "843.")]
    [InlineData("a842", "a842")]
    [InlineData("", "")]
    [InlineData("  ", "")]
    [InlineData(";", "")]
    [InlineData("(", "(")]
    [InlineData(")", ")")]
    [InlineData("()", ")")]
    [InlineData(".", ".")]
    [InlineData("**", "**")]
    [InlineData("taskId=", "taskId=")]
    public void What_cannot_be_part_of_an_id_is_removed_and_emphasis_only_if_the_id_is_clear_without_it(
        string asked, string id = "842") => Assert.Equal(id, Text.Unwrap(asked));

    [Fact]
    public void Text_of_more_than_4096_characters_is_only_trimmed()
    {
        var long4096 = $"({new string(' ', 4091)}842)";

        Assert.Equal("842", Text.Unwrap(long4096));
        Assert.Equal($"{long4096}", Text.Unwrap($"{long4096} "));
    }
}
