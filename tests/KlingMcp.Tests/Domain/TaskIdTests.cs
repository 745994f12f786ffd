using FsCheck;
using FsCheck.Fluent;
using KlingMcp.Domain;

namespace KlingMcp.Tests.Domain;

public class TaskIdTests
{
    [Theory]
    [InlineData("842250903629086785")]
    [InlineData("c16e5746-c46d-4287-9286-a06063c50a24")]
    [InlineData("CjMT7WdSwWcAAAAAALvB3g")]
    [InlineData("task_AbC.~@+=*-")]
    [InlineData("a..b")]
    [InlineData("镜头-09")]
    [InlineData("лента٣")]
    [InlineData("\U00020000")]
    [InlineData("x")]
    public void An_id_has_letters_and_digits_of_any_script_and_a_few_marks(string id) => Assert.True(TaskId.IsValid(id));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("-_.~@+=*")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a%2f")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a&b")]
    [InlineData("a:b")]
    [InlineData("a,b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a\u200b")]
    [InlineData("a\u202e")]
    [InlineData("e\u0301")]
    [InlineData("a😀")]
    public void Path_characters_and_hidden_characters_are_refused(string id) => Assert.False(TaskId.IsValid(id));

    [Theory]
    [InlineData('\ud840')]
    [InlineData('\udc00')]
    public void Half_a_surrogate_pair_is_refused(char half)
    {
        Assert.False(TaskId.IsValid($"{half}"));
        Assert.False(TaskId.IsValid($"a{half}"));
        Assert.False(TaskId.IsValid($"{half}a"));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("影")]
    [InlineData("\U00020000")]
    public void An_id_has_at_most_128_characters_of_any_script(string character)
    {
        Assert.True(TaskId.IsValid(string.Concat(Enumerable.Repeat(character, 128))));
        Assert.False(TaskId.IsValid(string.Concat(Enumerable.Repeat(character, 129))));
    }

    [Fact]
    public void An_escaped_id_stays_one_segment_of_an_address() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(static text => text is not null && TaskId.IsValid(text)), static id =>
        {
            var address = new Uri($"https://host.example/task/{Uri.EscapeDataString(id)}");
            return address.Segments.Length == 3 && address.Query.Length == 0 && Uri.UnescapeDataString(address.Segments[2]) == id;
        }));
}
