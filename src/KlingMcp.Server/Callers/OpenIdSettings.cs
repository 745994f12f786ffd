namespace KlingMcp.Server.Callers;

/// <summary>Whose access tokens are accepted.</summary>
/// <param name="Authority">The issuer's address; its metadata names the keys.</param>
/// <param name="Audience">What the tokens must be for.</param>
internal sealed record OpenIdSettings(string Authority, string Audience)
{
    /// <summary>A scope that a token must have; <see langword="null"/> for none.</summary>
    public string? Scope { get; init; }

    /// <summary>The subjects that are let in; empty for everybody who has the scope.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];
}
