namespace KlingMcp.Domain;

/// <summary>Names one task at one provider: what an agent passes on to the next call.</summary>
/// <param name="Provider">The provider's name, in lower case: <c>piapi</c>.</param>
/// <param name="Kind">
/// The path between the provider's prefix and the id (<c>videos/image2video</c>); <see langword="null"/> where the provider finds a
/// task without it.
/// </param>
/// <param name="Id">The id, unescaped, as <see cref="TaskId"/> accepts it.</param>
internal sealed record TaskReference(string Provider, string? Kind, string Id)
{
    /// <summary><c>piapi:ID</c> or <c>cometapi:videos/image2video/ID</c>.</summary>
    public override string ToString() => Kind is null ? $"{Provider}:{Id}" : $"{Provider}:{Kind}/{Id}";
}
