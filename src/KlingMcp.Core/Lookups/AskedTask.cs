using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>A task as the caller wrote it.</summary>
/// <param name="Text">What was written.</param>
/// <param name="Refused">Why it can be no id, found before anything was read of it; <see langword="null"/> when it may be one.</param>
internal sealed record AskedTask(string Text, Fault? Refused = null)
{
    public static implicit operator AskedTask(string text) => new(text);
}
