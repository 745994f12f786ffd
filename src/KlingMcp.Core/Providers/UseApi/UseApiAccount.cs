namespace KlingMcp.Providers.UseApi;

/// <summary>The web account that is meant, where a subscription has several.</summary>
internal static class UseApiAccount
{
    /// <summary>The variable with its e-mail address.</summary>
    public const string Variable = "USEAPI_EMAIL";

    /// <summary>The address, escaped, behind a text; empty if none is set.</summary>
    /// <param name="credentials">The key and the address.</param>
    /// <param name="before">The text, for example <c>?email=</c>.</param>
    public static string After(string before, Credentials credentials) =>
        credentials.Find(Variable) is { } email ? before + Uri.EscapeDataString(email) : "";
}
