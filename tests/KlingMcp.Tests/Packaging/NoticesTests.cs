using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KlingMcp.Tests.Packaging;

/// <summary>Each package in the program has its notice in <c>THIRD-PARTY-NOTICES.txt</c>, with the licence it declares.</summary>
public partial class NoticesTests
{
    /// <summary>Used while building; nothing of them is in the program.</summary>
    private static readonly string[] BuildOnly = ["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.NET.ILLink.Tasks"];

    private static readonly string Notices = File.ReadAllText(Path.Combine(Root(), "THIRD-PARTY-NOTICES.txt"));

    public static TheoryData<string, string> Packages()
    {
        var packages =
            from program in (string[])["KlingMcp", "KlingMcp.Core"]
            let file = JsonElement.Parse(File.ReadAllText(Path.Combine(Root(), "src", program, "packages.lock.json")))
            from target in file.GetProperty("dependencies").EnumerateObject()
            from package in target.Value.EnumerateObject()
            where package.Value.GetProperty("type").GetString() != "Project" && !BuildOnly.Contains(package.Name)
            select (package.Name, package.Value.GetProperty("resolved").GetString()!);
        return [.. packages.Distinct().Order()];
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_has_a_notice_with_the_licence_that_it_declares(string name, string version)
    {
        var notice = Blocks().Matches(Notices).SingleOrDefault(b => Names(b).Any(n => IsFor(n, name)));
        Assert.True(notice is not null, $"THIRD-PARTY-NOTICES.txt has no notice for {name}");
        var licence = notice.Groups["licence"].Value;
        Assert.Contains($"\nThe licence {licence}\n", Notices, StringComparison.Ordinal);

        if (DeclaredLicence(name, version) is { } declared) Assert.Equal(declared, licence);
    }

    private static IEnumerable<string> Names(Match block) => block.Groups["names"].Value.Split(", ");

    private static bool IsFor(string named, string package) =>
        named == package || (named.EndsWith(".*", StringComparison.Ordinal) && package.StartsWith(named[..^1], StringComparison.Ordinal));

    /// <summary>From the package's description in the cache; <see langword="null"/> if it is not there.</summary>
    private static string? DeclaredLicence(string name, string version)
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var file = new FileInfo(Path.Combine(cache, name.ToLowerInvariant(), version, $"{name.ToLowerInvariant()}.nuspec"));
        return file.Exists && Licence().Match(File.ReadAllText(file.FullName)) is { Success: true } match ? match.Groups[1].Value : null;
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));

    [GeneratedRegex(@"^(?<names>\S.*)\n    Licence: (?<licence>.+)\n", RegexOptions.Multiline)]
    private static partial Regex Blocks();

    [GeneratedRegex("<license type=\"expression\">([^<]+)</license>")]
    private static partial Regex Licence();
}
