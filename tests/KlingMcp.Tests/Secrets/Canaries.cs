namespace KlingMcp.Tests.Secrets;

/// <summary>Keys that must be seen nowhere but in the requests to their own provider.</summary>
internal static class Canaries
{
    public const string Email = "canary.mailbox+kling@mail.example";
    public const string WebhookSecret = "whsec-QmV4tDsN81kLzRfYp";

    /// <summary>The variables of all keys, each with a value of its own.</summary>
    public static IReadOnlyDictionary<string, string> ByVariable { get; } = new Dictionary<string, string>
    {
        ["KLING_API_KEY"] = "kApi-7Hq2ZxWvNbTjRmLs0E",
        ["KLING_ACCESS_KEY"] = "AcKy9fGhTrWqZpLmXvBn31Dd",
        ["KLING_SECRET_KEY"] = "SeKy4uJmNhBgVfCdXsZaQw72",
        ["GOAPI_API_KEY"] = "b7f0c1d2e3a49586d7c8b9a0f1e2d3c4",
        ["PIAPI_API_KEY"] = "9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b",
        ["USEAPI_API_TOKEN"] = "user:4711-PqLmZxNtRwYvKd",
        ["EZMODEL_API_KEY"] = "sk-EzTqWnXcVbRmPlKjHgFdSa88",
        ["COMETAPI_API_KEY"] = "sk-CoGyTrFvBnHuJmKiLoPzXq55",
        ["USEAPI_EMAIL"] = Email,
    };

    /// <summary>All of them, and what else is secret.</summary>
    public static IEnumerable<string> All => [.. ByVariable.Values, WebhookSecret];

    /// <summary>Fails if eight characters in a row of a secret stand in the text, in any case. Of an e-mail address its domain is no secret.</summary>
    public static void AreNotIn(string? text, params IEnumerable<string> more)
    {
        if (text is null) return;

        foreach (var secret in All.Concat(more))
        {
            var end = secret.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? at : secret.Length;
            for (var start = 0; start < end && start + 8 <= secret.Length; start++)
                if (text.AsSpan().Contains(secret.AsSpan(start, 8), StringComparison.OrdinalIgnoreCase)) Assert.Fail($"\"{secret.Substring(start, 8)}\" of a secret in: {text}");
        }
    }
}
