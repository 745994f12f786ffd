using KlingMcp.Domain;

namespace KlingMcp.Tests.Domain;

/// <summary>When a matcher learns further secrets.</summary>
public class SecretMatcherTests
{
    private readonly SecretMatcher matcher = new(["a-key-of-the-tests"]);

    [Fact]
    public void A_matcher_that_learns_nothing_new_stays_the_same()
    {
        Assert.Same(matcher, matcher.With([], null));
        Assert.Same(matcher, matcher.With(["", "a-key-of-the-tests"], null));
        Assert.Same(matcher, matcher.With([], "seven77"));
    }

    [Fact]
    public void A_matcher_that_learns_a_secret_is_another_one_and_keeps_what_it_knew()
    {
        var more = matcher.With(["", "a-token-of-one-call"], "eight888");

        Assert.Equal("***, *** and ***", more.Strike("a-key-of-the-tests, a-token-of-one-call and eight888"));
        Assert.Equal("***, a-token-of-one-call and eight888", matcher.Strike("a-key-of-the-tests, a-token-of-one-call and eight888"));
    }
}
