using KlingMcp.Memory;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Memory;

/// <summary>What makes an account another one, and what a stranger with the file can tell of it: nothing.</summary>
public sealed class AccountHashTests : IDisposable
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, AccountHash.SecretLength).Select(static i => (byte)i)];

    private readonly DataFolder one = new();
    private readonly DataFolder other = new();

    public void Dispose()
    {
        one.Dispose();
        other.Dispose();
    }

    [Fact]
    public void The_same_account_has_the_same_name_of_sixteen_bytes()
    {
        var name = AccountHash.Of(Account("useapi", "key", "me@mail.example"), Secret);

        Assert.Equal(16, name.Length);
        Assert.Equal(name, AccountHash.Of(Account("useapi", "key", "me@mail.example"), Secret));
    }

    [Fact]
    public void Provider_key_address_and_email_address_make_another_account()
    {
        var goapi = Account("goapi", "key");
        ProviderAccount[] accounts =
        [
            goapi,
            Account("goapi", "another"),
            goapi with { BaseAddress = "https://elsewhere.example" },
            Account("piapi", "key") with { BaseAddress = goapi.BaseAddress },
            Account("useapi", "key"),
            Account("useapi", "key", "me@mail.example"),
            Account("useapi", "key", "you@mail.example"),
        ];

        Assert.Distinct(accounts.Select(static a => Convert.ToHexString(AccountHash.Of(a, Secret))));
    }

    [Fact]
    public void Each_database_names_accounts_by_a_random_secret_of_its_own()
    {
        one.Create();
        other.Create();
        var (first, second) = (SecretOf(one), SecretOf(other));

        Assert.Equal((32, 32), (first.Length, second.Length));
        Assert.NotEqual(first, second);
        Assert.True(first.Distinct().Count() > 8, Convert.ToHexString(first));
        Assert.NotEqual(AccountHash.Of(Account("goapi", "key"), first), AccountHash.Of(Account("goapi", "key"), second));
    }

    private static byte[] SecretOf(DataFolder folder) => (byte[])folder.Execute("SELECT value FROM secret")!;

    private static ProviderAccount Account(string provider, string key, string? email = null)
    {
        var descriptor = ProviderCatalog.Find(provider)!;
        Dictionary<string, string> values = new() { [descriptor.Keys[0].Variables[0]] = key };
        if (email is not null) values["USEAPI_EMAIL"] = email;
        return new(descriptor, descriptor.Keys[0], new(values), descriptor.DefaultAddress);
    }
}
