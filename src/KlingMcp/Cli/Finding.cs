namespace KlingMcp.Cli;

/// <summary>A problem that <c>doctor</c> found.</summary>
/// <param name="What">What is wrong.</param>
/// <param name="Change">The line to change, or what else to do.</param>
internal sealed record Finding(string What, string Change);
