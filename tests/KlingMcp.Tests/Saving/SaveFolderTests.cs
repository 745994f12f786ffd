using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Saving;

namespace KlingMcp.Tests.Saving;

/// <summary>The folder for saved files.</summary>
public sealed class SaveFolderTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("kling-mcp-home-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Theory]
    [InlineData("videos", "must be an absolute path, or off.")]
    [InlineData("./videos", "must be an absolute path, or off.")]
    [InlineData("~/videos", "must be an absolute path, or off.")]
    [InlineData("/", "must not be a whole drive, or off.")]
    [InlineData("/tmp/..", "must not be a whole drive, or off.")]
    [InlineData("//", "must not be a whole drive, or off.")]
    public void A_relative_path_and_a_whole_drive_are_refused_at_the_start(string value, string why)
    {
        var refused = Assert.Throws<SettingException>(() => Read("KLING_MCP_SAVE_DIR", value));

        Assert.Equal($"KLING_MCP_SAVE_DIR {why}", refused.Message);
    }

    [Theory]
    [InlineData("KLING_MCP_SAVE_MAX_MB", "0")]
    [InlineData("KLING_MCP_SAVE_MAX_MB", "100001")]
    [InlineData("KLING_MCP_SAVE_MAX_MB", "1.5")]
    [InlineData("KLING_MCP_SAVE_MAX_TOTAL_MB", "1000001")]
    [InlineData("KLING_MCP_SAVE", "maybe")]
    public void A_limit_out_of_range_is_refused_with_its_name(string variable, string value) =>
        Assert.StartsWith(variable, Assert.Throws<SettingException>(() => Read(variable, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void Limits_are_read_in_megabytes()
    {
        Assert.Equal(2 * 1024 * 1024, Read("KLING_MCP_SAVE_MAX_MB", "2").Saving.MaxFileBytes);
        Assert.Equal(3L * 1024 * 1024 * 1024, Read("KLING_MCP_SAVE_MAX_TOTAL_MB", "3072").Saving.MaxTotalBytes);
        Assert.Equal(1024L * 1024 * 1024, Read("X", "").Saving.MaxFileBytes);
        Assert.Equal(4096L * 1024 * 1024, Read("X", "").Saving.MaxTotalBytes);
    }

    [Fact]
    public void The_desktops_own_download_folder_is_used()
    {
        if (!OperatingSystem.IsLinux()) return;

        var downloads = Directory.CreateDirectory(Path.Combine(home, "Téléchargements")).FullName;
        File.WriteAllText(Path.Combine(home, "user-dirs.dirs"), $"# made by the desktop\nXDG_DOWNLOAD_DIR=\"{downloads}\"\n");

        var folder = new SaveFolder(new(), Environment).Open(named: null).Value;

        Assert.Equal(Path.Combine(downloads, "Kling"), folder);
        Assert.True(Directory.Exists(folder));
    }

    [Fact]
    public void Without_a_download_folder_the_variable_is_named_and_nothing_is_made()
    {
        if (!OperatingSystem.IsLinux()) return;

        var missing = Path.Combine(home, "missing");
        File.WriteAllText(Path.Combine(home, "user-dirs.dirs"), $"XDG_DOWNLOAD_DIR=\"{missing}\"\n");

        var fault = new SaveFolder(new(), Environment).Open(named: null).Fault!;

        Assert.Equal(FaultCategory.NotConfigured, fault.Category);
        Assert.Contains("KLING_MCP_SAVE_DIR", fault.Hint, StringComparison.Ordinal);
        Assert.False(Directory.Exists(missing));
    }

    [Fact]
    public void A_folder_that_is_named_counts_before_all_others()
    {
        SaveFolder folders = new(new() { Folder = Path.Combine(home, "setting") }, Environment);

        Assert.Equal(Path.Combine(home, "named"), folders.Open(Path.Combine(home, "named")).Value);
        Assert.Equal(Path.Combine(home, "setting"), folders.Open(named: null).Value);
    }

    private static Settings Read(string variable, string value) =>
        Settings.Read(name => name == variable ? value : null, ProviderCatalog.All);

    private string? Environment(string name) => name == "XDG_CONFIG_HOME" ? home : null;
}
