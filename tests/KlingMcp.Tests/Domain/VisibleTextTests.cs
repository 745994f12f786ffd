using KlingMcp.Domain;

namespace KlingMcp.Tests.Domain;

public class VisibleTextTests
{
    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("  two\r\n\tlines\u2028and\u2029more\u0085here  ", "two lines and more here")]
    [InlineData("bell\a null\0 escape\u001b[31m", "bell null escape[31m")]
    [InlineData("left\u202eright\u2066x\u2069\u200e\u200f\u061c", "leftrightx")]
    [InlineData("zero\u200b\u200c\u200d\u2060\ufeffwidth\u00ad", "zerowidth")]
    [InlineData("tag\U000E0041\U000E0042\U000E007F", "tag")]
    [InlineData("variant\ufe00\ufe0f\U000E0100\U000E01EF\u180b\u180f", "variant")]
    [InlineData("filler\u3164\u115f\u1160\uffa0\u2800\u034f", "filler")]
    [InlineData("private\ue000\U000F0000", "private")]
    [InlineData("unassigned\u0378\uffff", "unassigned")]
    [InlineData("内容 😀 é", "内容 😀 é")]
    public void Text_becomes_one_line_of_visible_characters(string text, string clean) => Assert.Equal(clean, VisibleText.Clean(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \r\n")]
    [InlineData("\u200b\u202e\0")]
    public void A_text_without_visible_characters_is_null(string? text) => Assert.Null(VisibleText.Clean(text));

    [Fact]
    public void Half_a_surrogate_pair_is_removed()
    {
        Assert.Equal("ab", VisibleText.Clean("a\ud800b"));
        Assert.Equal("ab", VisibleText.Clean("ab\udc00"));
    }

    [Fact]
    public void A_text_is_cut_after_three_hundred_characters()
    {
        var whole = new string('a', 300);

        Assert.Equal(whole, VisibleText.Clean(whole));
        Assert.Equal(whole, VisibleText.Clean(whole + " \u200b\r\n "));
        Assert.Equal(new string('a', 299) + "…", VisibleText.Clean(whole + "b"));
        Assert.Equal(new string('a', 299) + "…", VisibleText.Clean(whole + new string('\n', 5000) + "b"));
        Assert.Equal("abcd…", VisibleText.Clean("abcdefgh", 5));
    }

    [Fact]
    public void A_cut_never_splits_a_surrogate_pair()
    {
        var cut = VisibleText.Clean(new string('a', 298) + "😀bcd");

        Assert.Equal(new string('a', 298) + "…", cut);
    }

    [Theory]
    [InlineData("https://a.example/x", false)]
    [InlineData("a b\u200b", true)]
    [InlineData("\u202e", true)]
    [InlineData("\ud800", true)]
    [InlineData("a\nb", true)]
    public void Hidden_characters_are_detected(string text, bool hidden) => Assert.Equal(hidden, VisibleText.HasHidden(text));
}
