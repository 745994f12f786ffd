using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>Which known word a misspelled one may stand for.</summary>
public class NearestWordTests
{
    private static readonly string[] Known = ["goapi", "piapi", "replicate", "fal"];

    [Theory]
    [InlineData("replicte", "replicate")]
    [InlineData("REPLICATE", "replicate")]
    [InlineData("goapy", "goapi")]
    [InlineData("papi", "piapi")]
    [InlineData("fa", "fal")]
    [InlineData("repli", "replicate")]
    [InlineData("repl", null)]
    [InlineData("zzzzz", null)]
    [InlineData("wxyz", null)]
    public void The_nearest_word_is_meant_unless_more_than_half_of_it_or_two_letters_are_wrong(string word, string? meant) =>
        Assert.Equal(meant, NearestWord.To(word, Known));

    [Fact]
    public void A_short_word_may_have_two_letters_wrong_and_not_three()
    {
        Assert.Equal("fal", NearestWord.To("fxy", ["fal"]));
        Assert.Null(NearestWord.To("xyz", ["fal"]));
    }

    [Fact]
    public void A_word_of_more_than_64_letters_stands_for_none_and_nothing_is_near_an_empty_list()
    {
        Assert.Equal(new string('a', 64), NearestWord.To(new('a', 64), [new('a', 64)]));
        Assert.Null(NearestWord.To(new('a', 65), [new('a', 65)]));
        Assert.Null(NearestWord.To("fal", []));
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("Kling", "kLING", 0)]
    [InlineData("ab", "ba", 2)]
    [InlineData("abc", "xabc", 1)]
    [InlineData("abc", "abx", 1)]
    public void The_distance_counts_insertions_deletions_and_replacements(string a, string b, int edits)
    {
        Assert.Equal(edits, NearestWord.Distance(a, b));
        Assert.Equal(edits, NearestWord.Distance(b, a));
    }
}
