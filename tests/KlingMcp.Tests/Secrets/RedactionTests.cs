using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Secrets;

/// <summary>What is struck out of a provider's text, what is withheld for it, and what stays as it was.</summary>
public class RedactionTests
{
    private const string Key = "qK7vXw2mZt9LbN4s";

    private static readonly Redaction Redaction = new([Key, "pass", "passw", "password", "abc", "somebody@mail.example"]);

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
    [InlineData("[sk-1a***z] left", "[***] left")]
    [InlineData("Bearer abcdef", "Bearer ***")]
    [InlineData("eyJhbGciOiJI.eyJpc3Mi.c2ln, said it", "***, said it")]
    public void A_key_and_every_run_of_eight_of_its_characters_is_struck_out_of_a_text(string text, string clean) => Assert.Equal(clean, Redaction.Clean(text));

    [Fact]
    public void A_text_is_cut_behind_what_is_struck_out_of_it()
    {
        Assert.Equal("*** b…", Redaction.Clean($"{Key} behind", 6));
        Assert.Null(Redaction.Clean(" \u200B"));
        Assert.Null(Redaction.Clean((string?)null));
    }

    [Theory]
    [InlineData("https://e.example/a.mp4", true)]
    [InlineData("https://e.example/a.mp4?x=100%25", true)]
    [InlineData("https://e.example/" + Key, false)]
    [InlineData("https://e.example/qk7vxw2m", false)]
    [InlineData("https://e.example/?k=Zt9LbN4s", false)]
    [InlineData("https://e.example/?k=%5At9LbN4s", false)]
    [InlineData("https://e.example/?k=Zt9LbN4", true)]
    [InlineData("https://e.example/pass/a.mp4", false)]
    [InlineData("https://e.example/abc.mp4", true)]
    [InlineData("https://e.example/%2571K7vXw2m.mp4", false)]
    [InlineData("https://e.example/a.mp4?a=1&amp=2&sect=3%20", true)]
    [InlineData("https://mail.example/a.mp4", true)]
    [InlineData("https://e.example/somebody", false)]
    public void An_address_with_a_key_in_it_is_none(string url, bool kept) => Assert.Equal(kept ? url : null, Redaction.Address(url));

    [Fact]
    public void A_token_made_for_one_request_is_known_for_its_answer_alone()
    {
        Assert.Equal("***", Redaction.Knowing("one-time-token").Clean("one-time-token"));
        Assert.Equal("one-time-token", Redaction.Clean("one-time-token"));
        Assert.Same(Redaction, Redaction.Knowing(Key));
        Assert.Same(Redaction, Redaction.Knowing(null));
    }

    [Fact]
    public void A_task_whose_id_holds_a_key_is_not_told() =>
        Assert.Equal("the task's id holds a key", Redaction.Clean(TaskOf(Key)).Fault?.Message);

    [Fact]
    public void A_task_is_told_with_each_of_its_texts_cleaned()
    {
        var task = Redaction.Clean(TaskOf("1") with { ProviderStatus = $"do\u200Bne {Key}", Prompt = Key, Outputs = [Video("a")] }).Value;

        Assert.Equal(("done ***", "***"), (task?.ProviderStatus, task?.Prompt));
        Assert.Equal("", Redaction.Clean(TaskOf("1") with { ProviderStatus = " " }).Value?.ProviderStatus);
    }

    [Theory]
    [InlineData("Save it.", "a", "Save it.")]
    [InlineData(null, "a", null)]
    [InlineData("Save it.", "a " + Key, "1 of 2 outputs are withheld, for their addresses hold a key. Save it.")]
    [InlineData(null, "a " + Key, "1 of 2 outputs are withheld, for their addresses hold a key.")]
    [InlineData("Call /" + Key, "a " + Key, "1 of 2 outputs are withheld, for their addresses hold a key.")]
    [InlineData("Call /" + Key, "a", null)]
    public void What_is_withheld_is_said_beside_the_advice(string? advice, string files, string? told)
    {
        var task = Redaction.Clean(TaskOf("1") with { Advice = advice, Outputs = [.. files.Split(' ').Select(Video)] }).Value;

        Assert.Equal((told, 1), (task?.Advice, task?.Outputs.Count));
    }

    [Fact]
    public void A_success_of_which_nothing_can_be_told_is_a_bad_response() => Assert.Equal(
        (FaultCategory.BadResponse, "every output's address holds a key, so none is given"),
        Redaction.Clean(TaskOf("1") with { Outputs = [Video(Key)] }).Fault is { } fault ? (fault.Category, fault.Message) : default);

    private static KlingTask TaskOf(string id) => new(new("piapi", null, id), KlingTaskStatus.Succeeded, "completed");

    private static KlingOutput Video(string file) => new(OutputType.Video) { Url = $"https://e.example/{file}.mp4" };
}
