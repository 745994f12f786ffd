using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using KlingMcp.Providers;

namespace KlingMcp.Tests;

/// <summary>
/// The house's rules, read from its source: data goes one way
/// (Program → Mcp | Cli → Answers → Tasks | Sandbox → Providers → Http → Domain), a package is known to one folder, and no provider knows another.
/// </summary>
public partial class HouseTests
{
    /// <summary>Each folder with the folders it may use besides itself.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Mcp"] = ["Answers", "Tasks", "Providers", "Http", "Domain"],
        ["Cli"] = ["Answers", "Tasks", "Sandbox", "Providers", "Http", "Domain"],
        ["Answers"] = ["Tasks", "Providers", "Http", "Domain"],
        ["Tasks"] = ["Providers", "Http", "Domain"],
        ["Sandbox"] = ["Providers", "Http", "Domain"],
        ["Providers"] = ["Http", "Domain"],
        ["Http"] = ["Domain"],
        ["Domain"] = [],
    };

    private static readonly (string Package, string Folder)[] Packages =
        [("ModelContextProtocol", "Mcp"), ("System.CommandLine", "Cli"), ("Spectre", "Cli"), ("Polly", "Http")];

    private static readonly IReadOnlyList<SourceFile> Files = ReadAll();

    private static IEnumerable<string> ProviderFolders =>
        Files.Where(static file => file.Folders is ["Providers", not "Dialects", ..]).Select(static file => file.Folders[1]).Distinct();

    [Fact]
    public void The_source_is_found()
    {
        Assert.True(Files.Count > 20, $"only {Files.Count} files");
        Assert.NotEmpty(ProviderFolders);
    }

    [Fact]
    public void Every_folder_has_its_place_and_every_file_the_namespace_of_its_folder()
    {
        Assert.All(Files.Where(static file => file.Folders.Length > 0), static file =>
        {
            Assert.Contains(file.Folders[0], MayUse.Keys);
            Assert.Contains($"\nnamespace KlingMcp.{string.Join('.', file.Folders)};", $"\n{file.Code}", StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Data_goes_one_way() => Assert.Empty(
        from file in Files
        where file.Folders.Length > 0
        from folder in MayUse.Keys
        where folder != file.Folders[0] && !MayUse[file.Folders[0]].Contains(folder) && file.Names(folder)
        select $"{file.Path} uses {folder}");

    [Fact]
    public void No_folder_uses_what_the_root_declares() => Assert.Empty(
        from root in Files
        where root.Folders.Length == 0
        from name in root.Types
        from file in Files
        where file.Folders.Length > 0 && Regex.IsMatch(file.Code, $@"(?<![\w.]){name}\b")
        select $"{file.Path} uses {name}");

    [Fact]
    public void A_package_is_known_to_one_folder() => Assert.Empty(
        from file in Files
        from rule in Packages
        where file.Folders is not [var folder, ..] || folder != rule.Folder
        where Regex.IsMatch(file.Code, $@"(?<![\w.""]){Regex.Escape(rule.Package)}\b")
        select $"{file.Path} names {rule.Package}");

    [Fact]
    public void No_provider_knows_another_and_the_dialects_know_none() => Assert.Empty(
        from file in Files
        where file.Folders is ["Providers", _, ..]
        from folder in ProviderFolders
        where folder != file.Folders[1] && file.Names($"Providers.{folder}")
        select $"{file.Path} uses {folder}");

    [Fact]
    public void Only_the_catalog_lists_the_providers_and_each_of_them_once()
    {
        var catalog = Files.Single(static file => file.Path == "Providers/ProviderCatalog.cs");

        Assert.All(ProviderFolders, folder => Assert.Single(Regex.Matches(catalog.Code, $@"\b{folder}Provider\.Descriptor\b")));
        Assert.Equal(ProviderFolders.Select(static folder => folder.ToLowerInvariant()).Order(), ProviderCatalog.All.Select(static p => p.Name).Order());
        Assert.Empty(
            from file in Files
            where file.Folders is not ["Providers", _, ..] && file.Path != catalog.Path
            from folder in ProviderFolders
            where file.Names($"Providers.{folder}")
            select $"{file.Path} uses {folder}");
    }

    [Fact]
    public void Nothing_leaves_the_program()
    {
        Assert.Empty(typeof(ProviderCatalog).Assembly.GetExportedTypes());
        Assert.DoesNotContain(Files, static file => PublicType().IsMatch(file.Code));
    }

    [Fact]
    public void No_using_is_global() =>
        Assert.DoesNotContain(Files, static file => file.Code.Contains("global using", StringComparison.Ordinal));

    [GeneratedRegex(@"^public\b", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"\b(?:class|struct|enum|interface|record|delegate [\w<>?]+) (?!struct\b|class\b)(\w+)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    private static IReadOnlyList<SourceFile> ReadAll([CallerFilePath] string here = "")
    {
        var source = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "KlingMcp"));
        return
        [
            .. from path in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
               let name = Path.GetRelativePath(source, path).Replace('\\', '/')
               where !name.StartsWith("bin/", StringComparison.Ordinal) && !name.StartsWith("obj/", StringComparison.Ordinal)
               select new SourceFile(name, name.Split('/')[..^1], Comment().Replace(File.ReadAllText(path), "")),
        ];
    }

    /// <param name="Path">From the program's folder.</param>
    /// <param name="Folders">The folders on the path.</param>
    /// <param name="Code">The text without comments.</param>
    private sealed record SourceFile(string Path, string[] Folders, string Code)
    {
        /// <summary>The types it declares.</summary>
        public IEnumerable<string> Types { get; } = [.. TypeName().Matches(Code).Select(static match => match.Groups[1].Value)];

        /// <summary>Whether the namespace is named in full, or from within the program's own by its last parts and one of its types.</summary>
        public bool Names(string below) =>
            Regex.IsMatch(Code, $@"\bKlingMcp\.{Regex.Escape(below)}\b")
            || Regex.Matches(Code, $@"(?<![\w.]){Regex.Escape(below)}\.(\w+)").Any(match => IsInside(below, match.Groups[1].Value))
            || (below.Split('.') is [_, var folder] && Regex.IsMatch(Code, $@"(?<![\w.]){folder}\.\w*{folder}\w*"));

        private static bool IsInside(string below, string name) => Files.Any(file =>
            string.Join('.', file.Folders) is var place && (place == $"{below}.{name}" || (place == below && file.Types.Contains(name))));
    }
}
