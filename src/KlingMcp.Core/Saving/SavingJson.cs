using System.Text.Json.Serialization;

namespace KlingMcp.Saving;

/// <summary>Reads and writes the small files beside a download.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PartNote))]
[JsonSerializable(typeof(SavedRecord))]
internal sealed partial class SavingJson : JsonSerializerContext;

/// <summary>What is known of a file of which only a part has arrived. Written before its first byte.</summary>
/// <param name="Output">The task's reference and the output's place.</param>
/// <param name="Version">What names the file's version at its server; <see langword="null"/> if nothing does.</param>
/// <param name="Length">The length of the whole file, in bytes; <see langword="null"/> if not reported.</param>
internal sealed record PartNote(string Output, string? Version, long? Length);

/// <summary>What is known of a saved file.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">In lower-case hexadecimal digits.</param>
/// <param name="Version">What names its version at its server; <see langword="null"/> if nothing does.</param>
internal sealed record SavedRecord(string Name, long Length, string Sha256, string? Version);
