namespace KlingMcp.Tests.Secrets;

/// <summary>Keys that may appear only in the requests to their own provider.</summary>
internal static class Canaries
{
    public const string Email = "canary.mailbox+kling@mail.example";
    public const string WebhookSecret = "whsec-QmV4tDsN81kLzRfYp";

    /// <summary>A value for each variable that holds a key.</summary>
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
        ["FAL_KEY"] = "5d2c7e10-6b1f-4c3d-8a9e-0f1e2d3c4b5a:f4a1c0de9b8a7f6e5d4c",
        ["FAL_KEY_ID"] = "81b0c3d4-7a6f-4e5d-9c8b-a1b2c3d4e5f6",
        ["FAL_KEY_SECRET"] = "c0ffee12ab34cd56ef7890a1b2c3d4e5",
        ["REPLICATE_API_TOKEN"] = "r8_ReTkWqYxZpNvLmKjHgFdSaQw01",
        ["KIE_API_KEY"] = "3fa9c27e81d64b05ae72c9d013f5b8e6",
        ["WAVESPEED_API_KEY"] = "8c41f07bd92a4e63b5d0f1a76c3e9824",
        ["AIML_API_KEY"] = "a1mL7c4e9d20b8f35e61d7a40c92b8f3",
        ["USEAPI_EMAIL"] = Email,
    };

    /// <summary>All keys, and the secret of a webhook.</summary>
    public static IEnumerable<string> All => [.. ByVariable.Values, WebhookSecret];

    /// <summary>
    /// Fails if the text contains eight consecutive characters of a key, or the whole e-mail address, in any case.
    /// </summary>
    public static void AreNotIn(string? text, params IEnumerable<string> more)
    {
        if (text is null) return;

        foreach (var secret in All.Concat(more))
        {
            var length = secret.Contains('@', StringComparison.Ordinal) ? secret.Length : 8;
            for (var start = 0; start + length <= secret.Length; start++)
            {
                var part = secret.Substring(start, length);
                if (text.Contains(part, StringComparison.OrdinalIgnoreCase)) Assert.Fail($"\"{part}\" of a secret in: {text}");
            }
        }
    }
}
