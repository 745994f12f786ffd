using System.Text.Json;

namespace KlingMcp.Answers;

/// <summary>The answer of a call, whatever the transport.</summary>
/// <param name="Text">For a model: terse lines that stand alone.</param>
/// <param name="Structured">The same facts for a program.</param>
/// <param name="IsError">Nothing could be looked up.</param>
internal sealed record Answer(string Text, JsonElement Structured, bool IsError);
