using System.Security.Cryptography;
using KlingMcp.Domain;

namespace KlingMcp.Saving;

/// <summary>The saved files of one output in a folder, and the record of the last one: <c>.STEM.json</c>.</summary>
/// <param name="folder">The folder.</param>
/// <param name="stem">The files' name without an extension.</param>
internal sealed class OutputFolder(string folder, string stem)
{
    private string RecordPath => Path.Combine(folder, $".{stem}.json");

    /// <summary>The record of the last file that was saved, if that file is still there unchanged; else <see langword="null"/>.</summary>
    /// <param name="cancellationToken">Ends the reading of the file.</param>
    public async Task<SavedRecord?> RecordedAsync(CancellationToken cancellationToken) =>
        SideFile.Read(RecordPath, SavingJson.Default.SavedRecord) is { } record
        && Path.GetFileName(record.Name) == record.Name && record.Name.StartsWith(stem, StringComparison.Ordinal)
        && await IsSameAsync(PathOf(record), record.Length, record.Sha256, cancellationToken)
            ? record
            : null;

    public string PathOf(SavedRecord record) => Path.Combine(folder, record.Name);

    /// <summary>Puts a file that has arrived in its place and records it. Nothing is ever overwritten.</summary>
    /// <param name="part">The file.</param>
    /// <param name="file">What is known of it.</param>
    /// <param name="cancellationToken">Ends the reading of files that have its name.</param>
    /// <returns>Its record, and whether the same file was there already.</returns>
    /// <exception cref="SaveFaultException">Every name is taken by another file, or the folder cannot be written to.</exception>
    public async Task<(SavedRecord Record, bool AlreadyThere)> PlaceAsync(
        PartFile part, Arrived file, CancellationToken cancellationToken)
    {
        foreach (var name in OutputName.Choices(stem, file.Format.Extension))
        {
            var path = Path.Combine(folder, name);
            SavedRecord record = new(name, file.Length, file.Sha256, file.Version);
            if (await IsSameAsync(path, file.Length, file.Sha256, cancellationToken))
            {
                part.Discard();
                Keep(record);
                return (record, true);
            }

            if (!part.TryMoveTo(path)) continue;

            Keep(record);
            return (record, false);
        }

        throw new SaveFaultException(new(FaultCategory.NotConfigured, "nine other files have its name")
        {
            Hint = "Move them away, or name another folder.",
        });
    }

    /// <summary>A missing record costs another download, and nothing else.</summary>
    private void Keep(SavedRecord record)
    {
        try
        {
            SideFile.Write(RecordPath, record, SavingJson.Default.SavedRecord);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file itself is saved.
        }
    }

    private static async Task<bool> IsSameAsync(string path, long length, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, LinkTarget: null } file || file.Length != length) return false;

            await using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == sha256;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
