using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KlingMcp.Saving;

/// <summary>A small JSON file beside a download. A file that cannot be read counts as missing.</summary>
internal static class SideFile
{
    /// <summary>In bytes. A larger file is none of ours.</summary>
    private const int MaxLength = 4096;

    /// <summary>The value; <see langword="null"/> if there is none. A pipe has no length: reading it would block.</summary>
    public static T? Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return new FileInfo(path) is { Exists: true, LinkTarget: null, Length: > 0 and <= MaxLength }
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), type)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file. A link with its name is removed, not followed.</summary>
    public static void Write<T>(string path, T value, JsonTypeInfo<T> type)
    {
        File.Delete(path);
        using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(stream, value, type);
    }
}
