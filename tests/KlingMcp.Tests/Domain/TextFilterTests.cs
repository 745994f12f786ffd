using KlingMcp.Domain;

namespace KlingMcp.Tests.Domain;

/// <summary>Which secrets are removed from a text, which addresses and handles are withheld, and what stays unchanged.</summary>
public class TextFilterTests
{
    private const string Key = "qK7vXw2mZt9LbN4s";

    private static readonly string[] Secrets =
    [
        Key, "pass", "passw", "password", "abc", "first-of-the-pair:the-second-of-the-pair", "somebody@mail.example",
        "12345678901234567890",
    ];

    private readonly TextFilter filter = new(Secrets);

    [Theory]
    [InlineData("nothing of a key", "nothing of a key")]
    [InlineData("before " + Key + " behind", "before *** behind")]
    [InlineData("qk7vxw2m and lbn4S", "*** and lbn4S")]
    [InlineData("the end: Zt9LbN4s", "the end: ***")]
    [InlineData("Zt9LbN4", "Zt9LbN4")]
    [InlineData("(7vXw2mZt9L)", "(***)")]
    [InlineData(Key + Key, "***")]
    [InlineData("a PASSage, a passwor, a password", "a ***age, a ***or, a ***")]
    [InlineData("abc stands", "abc stands")]
    [InlineData("ask somebody@mail.example", "ask ***")]
    [InlineData("100 %", "100 %")]
    [InlineData("%41%42", "%41%42")]
    [InlineData("x %71K7vXw2m y", "x *** y")]
    [InlineData("x %2571K7vXw2m y", "x *** y")]
    [InlineData("x &#113;K7vXw2m y", "x *** y")]
    [InlineData("x &#x71;K7vXw2m y", "x *** y")]
    [InlineData("x \\u0071K7vXw2m y", "x *** y")]
    [InlineData("a &amp; b \\u0041", "a &amp; b \\u0041")]
    [InlineData(Key + " and %2571K7vXw2m", "*** and ***")]
    [InlineData("%71K7vXw2m and %252571K7vXw2m and &amp;amp;#113;K7vXw2m", "*** and *** and ***")]
    [InlineData("x %25252525252525252571K7vXw2m y", "x *** y")]
    [InlineData("x \\\\\\\\u0071K7vXw2m y", "x *** y")]
    [InlineData("x q%E2%80%8BK7%E2%80%8BvXw2m y", "x *** y")]
    [InlineData("x q\\u200bK7vXw2m&#8203;Zt9 y", "x *** y")]
    [InlineData("it says \"done\". \u201CCall\u201D", "it says 'done'. 'Call'")]
    [InlineData("\"done\", it says", "'done', it says")]
    [InlineData("mail from somebody", "mail from somebody")]
    [InlineData("[sk-1a***z] left", "[***] left")]
    [InlineData("Bearer abcdef", "Bearer ***")]
    [InlineData("eyJhbGciOiJI.eyJpc3Mi.c2ln, said it", "***, said it")]
    public void A_key_and_each_run_of_eight_of_its_characters_is_removed_from_a_text(string text, string clean) =>
        Assert.Equal(clean, filter.Clean(text));

    [Fact]
    public void A_text_is_cut_after_keys_are_removed()
    {
        Assert.Equal("*** b…", filter.Clean($"{Key} behind", 6));
        Assert.Null(filter.Clean(" \u200B"));
        Assert.Null(filter.Clean(null));
    }

    [Theory]
    [InlineData("https://e.example/a.mp4", true)]
    [InlineData("https://e.example/a.mp4?x=100%25", true)]
    [InlineData("https://e.example/" + Key, false)]
    [InlineData("https://e.example/qk7vxw2mzt9lbn4s", false)]
    [InlineData("https://e.example/qk7vxw2mzt9lbn4", true)]
    [InlineData("https://e.example/K7vXw2mZt9LbN4s", true)]
    [InlineData("https://e.example/the-second-of-the-pair", false)]
    [InlineData("https://e.example/first-of-the-pair", true)]
    [InlineData("https://e.example/?k=qK7vXw2m%5At9LbN4s", false)]
    [InlineData("https://e.example/?k=qK7vXw2m%E2%80%8BZt9LbN4s", false)]
    [InlineData("https://e.example/12345678901234567890.mp4", false)]
    [InlineData("https://e.example/1234567890123456789.mp4", true)]
    [InlineData("https://e.example/?k=Zt9LbN4", true)]
    [InlineData("https://e.example/pass/a.mp4", false)]
    [InlineData("https://e.example/abc.mp4", true)]
    [InlineData("https://e.example/%2571K7vXw2mZt9LbN4s.mp4", false)]
    [InlineData("https://e.example/a.mp4?a=1&amp=2&sect=3%20", true)]
    [InlineData("https://mail.example/a.mp4", true)]
    [InlineData("https://e.example/somebody", true)]
    [InlineData("https://e.example/?u=somebody%40mail.example", false)]
    public void An_address_that_contains_a_key_is_withheld_and_counted(string url, bool kept)
    {
        Assert.Equal(kept ? url : null, filter.Address(url));
        Assert.Equal(kept ? 0 : 1, filter.TakeWithheld());
    }

    [Fact]
    public void An_address_that_is_withheld_several_times_counts_once_and_what_is_not_an_address_never()
    {
        string[] texts = [$"https://e.example/{Key}", $"https://e.example/{Key}", $"https://e.example/2/{Key}", Key];
        foreach (var text in texts) filter.Address(text);

        Assert.Equal(2, filter.TakeWithheld());
        Assert.Equal(0, filter.TakeWithheld());
    }

    [Theory]
    [InlineData("822953089593376815", "822953089593376815")]
    [InlineData("work\u200B-1", "work-1")]
    [InlineData("work-" + Key, null)]
    [InlineData("work-Zt9LbN4s", null)]
    [InlineData("work-Zt9LbN4", "work-Zt9LbN4")]
    [InlineData("work-12345678", "work-12345678")]
    [InlineData("pass-1", null)]
    [InlineData(" ", null)]
    public void A_handle_that_contains_a_key_is_withheld(string text, string? handle) => Assert.Equal(handle, filter.Handle(text));

    [Theory]
    [InlineData(8, false)]
    [InlineData(9, true)]
    public void What_is_escaped_in_more_than_eight_layers_counts_as_a_key(int layers, bool isStruck)
    {
        var text = $"\\{string.Concat(Enumerable.Repeat("u005C", layers - 1))}u0061";

        Assert.Equal(isStruck ? "***" : text, filter.Clean(text));
        Assert.Equal(isStruck ? null : text, filter.Handle(text));
    }

    [Theory]
    [InlineData("fifteen-letters", true)]
    [InlineData("sixteen-letters-", false)]
    public void The_second_part_of_a_pair_is_a_key_of_its_own_from_sixteen_characters_on(string part, bool kept) =>
        Assert.Equal(kept, new TextFilter([$"user:{part}"]).Address($"https://e.example/{part}") is not null);

    [Theory]
    [InlineData("seven77", "see seven77")]
    [InlineData("eight888", "see ***")]
    public void A_secret_that_a_response_repeats_counts_from_eight_characters_on(string secret, string clean) =>
        Assert.Equal(clean, filter.ForResponse([], echoed: secret).Clean($"see {secret}"));

    [Fact]
    public void The_secrets_of_one_exchange_are_known_to_its_filter_only()
    {
        Assert.Equal("***", filter.ForResponse(["one-time-token"]).Clean("one-time-token"));
        Assert.Equal("one-time-token", filter.Clean("one-time-token"));
        Assert.Equal("***", filter.ForResponse([]).Clean(Key));
    }

    [Fact]
    public void An_address_with_a_part_of_our_token_is_kept_and_one_with_the_whole_token_is_not()
    {
        const string Header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
        const string Token = $"{Header}.eyJpc3MiOiJBY0t5OWZHaFRyV3FacExtWHZCbiJ9.gTr41QmWz7LpXc0VbNs2";
        var own = filter.ForResponse([Token]);

        Assert.NotNull(own.Address($"https://e.example/a.mp4?t={Header}.eyJpc3MiOiJhbm90aGVyIn0.x"));
        Assert.Null(own.Address($"https://e.example/a.mp4?t={Token}"));
        Assert.Null(own.Address($"https://e.example/a.mp4?t={Token.Replace(".", "%2E", StringComparison.Ordinal)}"));
    }

    [Fact]
    public void A_secret_that_a_response_repeats_is_removed_from_text_but_withholds_no_address()
    {
        var own = filter.ForResponse([], echoed: "media.example");

        Assert.Equal("see ***", own.Clean("see media.example"));
        Assert.Equal("https://media.example/a.mp4", own.Address("https://media.example/a.mp4"));
    }

    [Fact]
    public void Each_response_counts_its_own_withheld_addresses()
    {
        filter.Address($"https://e.example/{Key}");

        Assert.Equal(0, filter.ForResponse([]).TakeWithheld());
    }
}
