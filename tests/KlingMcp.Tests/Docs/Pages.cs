using System.Runtime.CompilerServices;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Docs;

/// <summary>The pages of the repository, and the names that they must contain.</summary>
internal static class Pages
{
    private static readonly string[] NotOurs = ["artifacts", "node_modules", "bin", "obj"];

    /// <summary>The root folder of the repository.</summary>
    public static string Root { get; } = Find();

    /// <summary>All pages as paths relative to the root.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. from path in Directory.EnumerateFiles(Root, "*.md", SearchOption.AllDirectories)
           let name = Path.GetRelativePath(Root, path).Replace('\\', '/')
           where !name.Split('/').Any(static folder => folder.StartsWith('.') || NotOurs.Contains(folder))
           orderby name
           select name,
    ];

    public static string Readme { get; } = Text("README.md");

    public static IReadOnlyList<string> Tools { get; } = [.. Support.ToolList.Names];

    public static IReadOnlyList<ProviderDescriptor> Providers => ProviderCatalog.All;

    /// <summary>Every variable that the settings read, with and without keys.</summary>
    public static IReadOnlyList<string> Variables { get; } = ReadVariables();

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The keys, the options and the base address of a provider.</summary>
    public static IEnumerable<string> VariablesOf(ProviderDescriptor provider) =>
        [.. provider.Keys.SelectMany(static keys => keys.Variables), .. provider.OptionalVariables, provider.BaseVariable];

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    private static List<string> ReadVariables()
    {
        SortedSet<string> asked = new(StringComparer.Ordinal);
        var keys = Providers.SelectMany(static p => p.Keys).SelectMany(static k => k.Variables).ToHashSet();
        foreach (var areSet in new[] { false, true })
        {
            Settings.Read(
                name =>
                {
                    asked.Add(name);
                    return areSet && keys.Contains(name) ? "a-key" : null;
                },
                Providers);
        }

        return [.. asked];
    }
}
