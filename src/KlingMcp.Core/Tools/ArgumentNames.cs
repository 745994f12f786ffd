using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Tools;

/// <summary>Distinguishes names that are meant for a tool from those that a host adds to every call.</summary>
internal static class ArgumentNames
{
    /// <summary>A misspelling has at most this many wrong letters, and at most a third of its letters are wrong.</summary>
    private const int MaxDistance = 2;

    /// <summary>
    /// The fault of a name that the tool does not have but that means something; <see langword="null"/> to ignore the name.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="known">The names that the tool has.</param>
    public static ArgumentFault? RefusalOf(string name, IReadOnlyList<string> known)
    {
        if (known.Contains(name)) return null;
        if (known.FirstOrDefault(k => Letters(k) == Letters(name)) is { } same) return Misspelled(name, same, known);
        if (ToolArgument.Owners.Keys.FirstOrDefault(k => Letters(k) == Letters(name)) is { } other)
        {
            return new($"there is no argument \"{VisibleText.Clean(name, 80)}\" here",
                $"{other} is an argument of {string.Join(" and ", ToolArgument.Owners[other])}. Arguments: {string.Join(", ", known)}.");
        }

        return known.FirstOrDefault(k => IsMisspelling(name, k)) is { } near ? Misspelled(name, near, known) : null;
    }

    private static ArgumentFault Misspelled(string name, string meant, IReadOnlyList<string> known) => new(
        $"there is no argument \"{VisibleText.Clean(name, 80)}\"", $"Did you mean {meant}? Arguments: {string.Join(", ", known)}.");

    private static bool IsMisspelling(string name, string known) =>
        name.Length <= known.Length + MaxDistance && NearestWord.Distance(name, known) <= Math.Min(MaxDistance, name.Length / 3);

    private static string Letters(string name) => name.Length > 64 ? name
        : name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
