namespace KlingMcp.Tests.Faults;

/// <summary>The sentences and the answers that several rows of the matrix expect.</summary>
internal static class FaultTexts
{
    /// <summary>What a provider writes for a reason.</summary>
    public const string Own = "The provider's own words";

    public const string CheckKey = "Check {variables} in the MCP host's configuration and restart it.";
    public const string CheckId = "Check the id, and that it was made with the account of {variables}.";
    public const string CheckRights = "The account of {variables} may not do this; check its rights at {provider}.";
    public const string AddCredit = "Add credit or quota to the account of {variables} at {provider}.";
    public const string Later = "{asked}This says nothing about the task; do not resubmit. Call again in a minute.";
    public const string Again = "{asked}Call again; the task itself is not affected.";
    public const string LookThere = "The answer of {provider} could not be used; look at the task on its own site.";
    public const string CheckNetwork =
        "Check the network and the base address of {provider}, then call again; the task itself is not affected.";
    public const string CheckBase = "Check {base}: what answers there is not the API.";

    public static Expected Success { get; } = new("succeeded", 1, "{success}");

    public static Expected Unknown { get; } = new("unknown", 1, "{unknown}");

    public static Expected NoOutput { get; } = Bad("the task is called finished, but no output address could be found in the answer");

    public static Expected InlineResult { get; } = new(
        "succeeded", 1, "{finished}. The result is inside the answer itself (data:), not at an address, so it is not given here.");

    /// <summary>An error after one request.</summary>
    public static Expected Once(string category, string said, string advice) =>
        new(category, 1, $"{category} at {{provider}}: {WithoutStatus200(said)}. {advice}");

    /// <summary>A status of 200 says nothing, so the text leaves it out.</summary>
    private static string WithoutStatus200(string said) =>
        said.Replace(" (HTTP 200)", "", StringComparison.Ordinal).Replace("(HTTP 200, ", "(", StringComparison.Ordinal);

    /// <summary>An error that is retried twice.</summary>
    public static Expected Thrice(string category, string said, string advice) => Once(category, said, advice) with { Asked = 3 };

    public static Expected NotFound(string said, string advice) => Once("not_found", said, advice);

    /// <summary>An answer that cannot be read.</summary>
    /// <param name="said">Why.</param>
    /// <param name="facts">What follows in brackets; empty for nothing.</param>
    public static Expected Bad(string said, string facts = "HTTP 200") =>
        Once("bad_response", facts.Length == 0 ? said : $"{said} ({facts})", LookThere);

    /// <summary>An answer that does not come from the API.</summary>
    public static Expected Astray(string said, string facts = "HTTP 200") => Once("bad_response", $"{said} ({facts})", CheckBase);
}
