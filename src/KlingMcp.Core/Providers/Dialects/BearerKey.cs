namespace KlingMcp.Providers.Dialects;

/// <summary>A key that is sent as <c>Authorization: Bearer</c>.</summary>
internal static class BearerKey
{
    /// <summary>Puts the value of a variable on a request.</summary>
    public static Action<HttpRequestMessage, Credentials, DateTimeOffset> In(string variable) =>
        (message, credentials, _) => message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {credentials[variable]}");
}
