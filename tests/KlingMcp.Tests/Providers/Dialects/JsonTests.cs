using FsCheck;
using FsCheck.Fluent;
using KlingMcp.Providers.Dialects;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

public class JsonTests
{
    private static Json Of(string body) => Json.Parse(Responses.Quoted(body));

    [Fact]
    public void Reading_on_from_a_missing_place_gives_a_missing_place()
    {
        var missing = Of("{'a':[1],'b':null,'c':'text'}")["nothing"]["at"]["all"];

        Assert.Equal((false, true, null, null, null), (missing.Exists, missing.IsNull, missing.Text, missing.Number, missing.Flag));
        Assert.Empty(missing.Items);
        Assert.Empty(missing.Members);
        Assert.False(Of("{'a':[1]}")["a"]["b"].Exists);
        Assert.False(Of("{'a':'text'}")["a"]["b"].Exists);
        Assert.False(default(Json)["a"].Exists);
    }

    [Fact]
    public void Reading_ends_when_nobody_waits_for_it()
    {
        using CancellationTokenSource gone = new();
        var response = Responses.Quoted("{'list':[1,2],'text':'t','url':'https://e.example/a.mp4'}");
        var body = Json.Parse(response with { Filter = response.Filter.StoppedBy(gone.Token) });
        Assert.Equal((2, 3, "t"), (body["list"].Items.Count(), body.Members.Count(), body["text"].Text));

        gone.Cancel();

        Assert.Throws<OperationCanceledException>(() => body["list"].Items.Count());
        Assert.Throws<OperationCanceledException>(() => body.Members.Count());
        Assert.Throws<OperationCanceledException>(() => body["text"].Text);
        Assert.Throws<OperationCanceledException>(() => body["url"].Address);
    }

    [Fact]
    public void False_and_a_number_too_large_for_a_whole_one_are_told_as_that()
    {
        var body = Of("{'no':false,'large':9e18,'less':8e18}");

        Assert.Equal((false, null, 8_000_000_000_000_000_000), (body["no"].Flag, body["large"].Whole, body["less"].Whole));
    }

    [Fact]
    public void An_object_without_a_list_has_no_first_list()
    {
        Assert.False(Json.FirstArray(Of("{'a':1}")).Exists);
        Assert.Equal(2, Json.FirstArray(Of("{'a':1,'b':[1,2],'c':[]}")).Items.Count());
    }

    [Fact]
    public void A_null_exists_but_has_no_value()
    {
        var place = Of("{'a':null}")["a"];

        Assert.True(place.Exists && place.IsNull);
        Assert.Equal((null, null, null), (place.Text, place.Number, place.Flag));
    }

    [Theory]
    [InlineData("'word'", "word")]
    [InlineData("' padded '", " padded ")]
    [InlineData("842250903629086785", "842250903629086785")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("3.0", "3.0")]
    [InlineData("''", null)]
    [InlineData("' \\t'", null)]
    [InlineData("true", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    [InlineData("'\\ud800'", null)]
    [InlineData("'\\udc00x'", null)]
    [InlineData("'\\ud83d\\ude00'", "😀")]
    public void A_text_is_a_string_or_the_digits_of_a_number(string value, string? text)
    {
        var place = Of($"{{'a':{value}}}")["a"];

        Assert.Equal((text, text?.Trim()), (place.RawText, place.Text));
    }

    [Theory]
    [InlineData("5100", 5100.0)]
    [InlineData("'5.1'", 5.1)]
    [InlineData("-1e3", -1000.0)]
    [InlineData("1e400", null)]
    [InlineData("'NaN'", null)]
    [InlineData("'Infinity'", null)]
    [InlineData("'1,000'", null)]
    [InlineData("'five'", null)]
    [InlineData("false", null)]
    public void A_number_may_be_text_and_is_finite(string value, double? number) =>
        Assert.Equal(number, Of($"{{'a':{value}}}")["a"].Number);

    [Theory]
    [InlineData("99", 99L)]
    [InlineData("'99'", 99L)]
    [InlineData("99.0", 99L)]
    [InlineData("9.9e1", 99L)]
    [InlineData("9007199254740993", 9007199254740993L)]
    [InlineData("123456789012345678901234567890", null)]
    [InlineData("1e400", null)]
    [InlineData("-1e300", null)]
    public void A_whole_number_keeps_every_digit(string value, long? whole) => Assert.Equal(whole, Of($"{{'a':{value}}}")["a"].Whole);

    [Theory]
    [InlineData("true", true)]
    [InlineData("'False'", false)]
    [InlineData("1", null)]
    [InlineData("'yes'", null)]
    [InlineData("'\\ud800'", null)]
    public void A_flag_may_be_text(string value, bool? flag) => Assert.Equal(flag, Of($"{{'a':{value}}}")["a"].Flag);

    [Fact]
    public void The_last_of_two_members_with_the_same_name_counts() => Assert.Equal("2", Of("{'a':1,'a':2}")["a"].Text);

    [Theory]
    [InlineData("{'\\ud800':1,'a':2}")]
    [InlineData("{'a':2,'\\udc00':1}")]
    [InlineData("{'a':1,'a':2,'a\\ud800':3}")]
    [InlineData("{'\\u0061':2,'\\ud800a':3}")]
    public void Half_a_surrogate_pair_in_a_name_does_not_hide_other_members(string body)
    {
        var place = Of(body);

        Assert.Equal("2", place["a"].Text);
        Assert.False(place["b"].Exists);
        Assert.Equal("2", place.Members.Last().Value.Text);
        Assert.All(place.Members, static member => Assert.Equal("a", member.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{'a':1}x")]
    [InlineData("{'a':1,}")]
    [InlineData("{'a':NaN}")]
    [InlineData("<html>")]
    public void A_body_that_is_not_JSON_is_missing(string body) => Assert.False(Of(body).Exists);

    [Fact]
    public void A_body_nested_too_deep_is_missing() => Assert.False(Of(new string('[', 100_000)).Exists);

    [Fact]
    public void A_byte_order_mark_is_skipped_and_invalid_UTF8_is_missing()
    {
        Assert.Equal("1", Of("\uFEFF{'a':1}")["a"].Text);
        Assert.False(Json.Parse(new(200, (byte[])[(byte)'"', 0xFF, (byte)'"'])).Exists);
    }

    [Fact]
    public void No_body_throws() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<string>(), static text =>
    {
        foreach (var body in (string[])[text ?? "", $"{{'{text}':'{text}'}}", $"['\\u{text}']", $"{{'a':{text}}}"])
        {
            var place = Of(body);
            _ = (place["a"].Text, place["a"].Whole, place["a"].Flag);
            Assert.All(place.Items, static item => _ = item.Text);
            Assert.All(place.Members, static member => _ = member.Value.Text);
        }
    }));
}
