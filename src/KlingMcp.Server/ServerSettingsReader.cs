using System.Net;
using KlingMcp.Providers;
using KlingMcp.Server.Callers;
using KlingMcp.Server.Hooks;
using StackExchange.Redis;

namespace KlingMcp.Server;

/// <summary>Makes <see cref="ServerSettings"/> from the environment.</summary>
/// <param name="environment">The value of a variable; <see langword="null"/> if it is not set.</param>
internal sealed class ServerSettingsReader(Func<string, string?> environment)
{
    private const string Urls = "KLING_MCP_URLS";
    private const string KlingWebhookSecret = "KLING_MCP_KLING_WEBHOOK_SECRET";
    private const string DefaultUrl = "http://127.0.0.1:3920";

    /// <summary>The standard variables of OpenTelemetry that are passed on. Without the first, nothing is sent.</summary>
    private static readonly string[] TelemetryVariables =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TIMEOUT",
        "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES",
    ];

    private readonly EnvironmentValues values = new(environment);

    /// <param name="sandbox">The sandbox was requested on the command line.</param>
    /// <exception cref="SettingException">A value is invalid, or the server would be open to all; the message names it.</exception>
    public ServerSettings Read(bool sandbox)
    {
        ServerSettings settings = new()
        {
            Library = Settings.Read(environment, ProviderCatalog.All, sandbox),
            Addresses = [.. (List(Urls) is { Count: > 0 } urls ? urls : [DefaultUrl]).Select(AddressOf)],
            PublicUrl = values.Address("KLING_MCP_PUBLIC_URL"),
            AllowedHosts = List("KLING_MCP_ALLOWED_HOSTS"),
            TokensFile = values.Text("KLING_MCP_TOKENS_FILE"),
            OpenId = OpenId(),
            Redis = Redis(),
            Hooks = Hooks(),
            Telemetry = Telemetry(),
            LogsAsJson = values.OneOf("KLING_MCP_LOG_FORMAT", ["text", "json"]) is "json",
            RequestsPerMinute = values.Whole("KLING_MCP_REQUESTS_PER_MINUTE", 1_000_000) ?? 300,
            WaitsPerCaller = values.Whole("KLING_MCP_WAITS_PER_CALLER", 100_000) ?? 100,
            AllowedOrigins = [.. List("KLING_MCP_ALLOWED_ORIGINS").Select(Origin)],
        };
        string?[] more =
        [
            settings.Hooks?.Secret,
            values.Text(KlingWebhookSecret),
            settings.Redis is { } redis ? ConfigurationOptions.Parse(redis).Password : null,
        ];
        var library = settings.Library;
        settings = settings with
        {
            Library = library with { Secrets = [.. library.Secrets, .. more.Where(static s => !string.IsNullOrEmpty(s)).OfType<string>()] },
        };
        if (settings is { TokensFile: not null, OpenId: not null })
        {
            throw new SettingException(
                "KLING_MCP_TOKENS_FILE", "KLING_MCP_TOKENS_FILE and KLING_MCP_OIDC_AUTHORITY are both set: remove one of the two.");
        }

        if (!settings.Addresses.All(static a => a.IsLoopback)) CheckExposed(settings);
        return settings;
    }

    private void CheckExposed(ServerSettings settings)
    {
        if (!settings.KnowsCallers)
        {
            throw new SettingException(Urls, $"{Urls} names an address that other machines reach, and callers need no token: "
                + "set KLING_MCP_TOKENS_FILE, or KLING_MCP_OIDC_AUTHORITY.");
        }

        if (values.OneOf("KLING_MCP_BEHIND_TLS", ["1", "true", "0", "false"]) is not ("1" or "true"))
        {
            throw new SettingException(Urls, $"{Urls} names an address that other machines reach, without encryption. "
                + "Put a proxy that speaks TLS before the server and set KLING_MCP_BEHIND_TLS=1.");
        }

        if (settings is { PublicUrl: null, AllowedHosts: [] } && settings.Addresses.Any(static a => a.Host is null))
        {
            throw new SettingException(
                Urls, $"{Urls} names every address of this machine: set KLING_MCP_PUBLIC_URL or KLING_MCP_ALLOWED_HOSTS, "
                + "so that the server knows which Host to answer.");
        }
    }

    private OpenIdSettings? OpenId()
    {
        const string Authority = "KLING_MCP_OIDC_AUTHORITY", Audience = "KLING_MCP_OIDC_AUDIENCE";
        var (authority, audience) = (values.Address(Authority), values.Text(Audience));
        if ((authority ?? audience) is null) return null;

        OpenIdSettings openId = new(
            authority ?? throw new SettingException(Authority, $"{Audience} is set, but {Authority} is missing."),
            audience ?? throw new SettingException(Audience, $"{Authority} is set, but {Audience} is missing."))
        {
            Scope = values.Text("KLING_MCP_OIDC_SCOPE"),
            Subjects = List("KLING_MCP_OIDC_SUBJECTS"),
        };
        return openId is not { Scope: null, Subjects: [] } ? openId : throw new SettingException(
            Authority, $"{Authority} would let in everybody whom the issuer knows: set KLING_MCP_OIDC_SCOPE or KLING_MCP_OIDC_SUBJECTS.");
    }

    /// <summary>The sandbox never opens Redis.</summary>
    private string? Redis()
    {
        const string Name = "KLING_MCP_REDIS";
        try
        {
            if (values.Text(Name) is not { } text) return null;
            if (ConfigurationOptions.Parse(text).EndPoints.Count > 0) return text;
        }
        catch (ArgumentException)
        {
        }

        throw new SettingException(Name, $"{Name} must be HOST:PORT, with options such as ,password=…,ssl=true after it.");
    }

    private HookSettings? Hooks()
    {
        const string Name = "KLING_MCP_HOOK_SECRET";
        const int Shortest = 32;
        var key = values.Text(KlingWebhookSecret) is not { } webhook ? null : WebhookSignature.KeyOf(webhook)
            ?? throw new SettingException(KlingWebhookSecret, $"{KlingWebhookSecret} must be the secret as Kling shows it: whsec_….");
        return values.Text(Name) switch
        {
            null => null,
            { Length: < Shortest } => throw new SettingException(Name, $"{Name} must have {Shortest} characters or more."),
            var secret => new(secret) { OfficialKey = key },
        };
    }

    private Dictionary<string, string?> Telemetry() => values.Text(TelemetryVariables[0]) is not { } address ? []
        : Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
            ? TelemetryVariables.ToDictionary(static name => name, values.Text)
            : throw new SettingException(TelemetryVariables[0], $"{TelemetryVariables[0]} must be an address: http://collector:4317.");

    private static ListenAddress AddressOf(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            var ip = IPAddress.TryParse(address.Host.Trim('[', ']'), out var parsed) ? parsed : null;
            var isName = ip is null && Uri.CheckHostName(address.Host) is UriHostNameType.Dns;
            if (address.Scheme == Uri.UriSchemeHttp && !address.IsUnixPipe && address.PathBase.Length == 0)
            {
                var isAny = ip is null ? !isName : ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any);
                var isLoopback = ip is null ? address.Host == "localhost" : IPAddress.IsLoopback(ip);
                return new(url, isAny ? null : address.Host, isLoopback);
            }
        }
        catch (FormatException)
        {
        }

        throw new SettingException(Urls, $"{Urls} must be http addresses with a port and without a path, separated by ';'. "
            + "For https, put a proxy before the server.");
    }

    private static string Origin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.PathAndQuery == "/"
        ? uri.GetLeftPart(UriPartial.Authority)
        : throw new SettingException(
            "KLING_MCP_ALLOWED_ORIGINS", "KLING_MCP_ALLOWED_ORIGINS must be origins such as https://app.example, separated by ';'.");

    private IReadOnlyList<string> List(string name) =>
        values.Text(name)?.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
