using System.Buffers.Text;
using System.Text;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lists.Rules;

/// <summary>The text that says where a list continues: what it holds, and when it is refused.</summary>
public class ListCursorTests
{
    private static readonly ListQuery Query = new(null, [], null, 10);

    [Fact]
    public void What_was_written_is_read_again()
    {
        ListCursor cursor = new(1_700_000_000_000, ["a", "b"])
        {
            Places = new Dictionary<string, ListPlace>
            {
                ["useapi/videos"] = new(null, [], "page 2,of it"),
                ["kie/memory"] = new(1_600_000_000_000, ["c"], null),
                ["fal/first"] = new(null, [], null),
            },
        };

        var read = ListCursor.Read(cursor.Write("bound"), "bound").Value!;

        Assert.Equal((cursor.Until, "a b"), (read.Until, string.Join(' ', read.Told)));
        Assert.Equal((1_700_000_000_000, "a b", "page 2,of it"), Told(read.PlaceOf("useapi/videos")));
        Assert.Equal((1_600_000_000_000, "c", null), Told(read.PlaceOf("kie/memory")));
        Assert.Equal((1_700_000_000_000, "a b", null), Told(read.PlaceOf("fal/first")));
        Assert.Equal((1_700_000_000_000, "a b", null), Told(read.PlaceOf("goapi/all")));

        static (long?, string, string?) Told(ListPlace place) => (place.Until, string.Join(' ', place.Told), place.Page);
    }

    [Fact]
    public void Without_a_text_a_list_begins_with_the_newest()
    {
        Assert.Same(ListCursor.Start, ListCursor.Read(null, "bound").Value);
        Assert.Equal(long.MaxValue, ListCursor.Start.Until);
    }

    [Theory]
    [InlineData("1\nbound")]
    [InlineData("2\nbound\n5")]
    [InlineData("1\nbound\n")]
    [InlineData("1\nbound\nsoon")]
    [InlineData("1\nbound\n5\nkie/list")]
    [InlineData("1\nbound\n5\nkie/list,page,soon")]
    public void A_text_that_no_list_gave_is_refused(string lines) =>
        IsBroken(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(lines)));

    [Fact]
    public void A_text_that_is_no_base64_or_too_long_is_refused()
    {
        IsBroken("not base64!");
        IsBroken(Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"1\nbound\n5,{new string('a', 12_279)}")));
        Assert.True(ListCursor.Read(
            Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"1\nbound\n5,{new string('a', 12_278)}")), "bound").IsSuccess);
    }

    [Fact]
    public void A_text_of_another_call_is_refused_with_what_to_do()
    {
        var fault = ListCursor.Read(new ListCursor(5, []).Write("other"), "bound").Fault!;

        Assert.Equal("the cursor belongs to a list with other filters or accounts", fault.Message);
        Assert.Equal(
            "Give provider, status and since as in the call that gave it, or leave it out to begin with the newest task.", fault.Hint);
    }

    [Fact]
    public void A_cursor_is_bound_to_the_filters_the_keys_and_the_addresses()
    {
        var account = Runtimes.AccountOf("useapi");
        var email = new Credentials(account.Keys.Variables.ToDictionary(v => v, v => account.Credentials[v])
            .Append(new("USEAPI_EMAIL", "me@example.com")).ToDictionary());
        ProviderAccount[] others =
        [
            Runtimes.AccountOf("useapi", "another-key"),
            Runtimes.AccountOf("goapi"),
            account with { Credentials = email },
            account with { BaseAddress = "https://elsewhere.example" },
            account with { ListAddress = "https://elsewhere.example" },
        ];
        var filtered = ListQuery.Read(new() { Status = "failed" }, new(ProviderCatalog.All), DateTimeOffset.UnixEpoch).Value!;

        string[] bindings =
            [Bind(account), .. others.Select(static o => Bind(o)), Bind(account, others[1]), ListCursor.Bind(filtered, [account])];

        Assert.Equal(Bind(Runtimes.AccountOf("useapi")), bindings[0]);
        Assert.Equal(bindings.Length, bindings.Distinct().Count());
        Assert.All(bindings, static b => Assert.Equal(8, b.Length));

        static string Bind(params ProviderAccount[] accounts) => ListCursor.Bind(Query, accounts);
    }

    private static void IsBroken(string text)
    {
        var fault = ListCursor.Read(text, "bound").Fault!;

        Assert.Equal(FaultCategory.InvalidInput, fault.Category);
        Assert.Equal("the cursor is not one that a list gave, or not all of it", fault.Message);
        Assert.Equal("Copy it whole, or leave it out to begin with the newest task.", fault.Hint);
    }
}
