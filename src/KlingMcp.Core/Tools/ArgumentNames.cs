using KlingMcp.Domain;
using KlingMcp.Lookups;
using ModelContextProtocol.Protocol;

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
    /// <param name="all">All tools of the server; enumerated only for a name that the tool does not have.</param>
    public static ArgumentFault? RefusalOf(string name, IReadOnlyList<string> known, IEnumerable<Tool> all)
    {
        if (known.Contains(name)) return null;
        if (known.FirstOrDefault(k => Letters(k) == Letters(name)) is { } same) return Misspelled(name, same, known);
        var owners = all.Where(t => NamesOf(t).Any(k => Letters(k) == Letters(name))).ToList();
        if (owners.Count > 0)
        {
            var other = NamesOf(owners[0]).First(k => Letters(k) == Letters(name));
            var tools = string.Join(" and ", owners.Select(static t => t.Name));
            return new($"there is no argument \"{VisibleText.Clean(name, 80)}\" here",
                $"{other} is an argument of {tools}. Arguments: {string.Join(", ", known)}.");
        }

        return known.FirstOrDefault(k => IsMisspelling(name, k)) is { } near ? Misspelled(name, near, known) : null;
    }

    private static IEnumerable<string> NamesOf(Tool tool) =>
        tool.InputSchema.GetProperty("properties").EnumerateObject().Select(static p => p.Name);

    private static ArgumentFault Misspelled(string name, string meant, IReadOnlyList<string> known) => new(
        $"there is no argument \"{VisibleText.Clean(name, 80)}\"", $"Did you mean {meant}? Arguments: {string.Join(", ", known)}.");

    private static bool IsMisspelling(string name, string known) =>
        name.Length <= known.Length + MaxDistance && NearestWord.Distance(name, known) <= Math.Min(MaxDistance, name.Length / 3);

    private static string Letters(string name) => name.Length > 64 ? name
        : name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
