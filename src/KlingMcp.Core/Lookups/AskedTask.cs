using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>A task as the caller wrote it.</summary>
/// <param name="Text">What the caller wrote.</param>
/// <param name="Refused">Why the argument cannot be an id, whatever its text; <see langword="null"/> when it may be one.</param>
internal sealed record AskedTask(string Text, Fault? Refused = null)
{
    public static implicit operator AskedTask(string text) => new(text);
}
