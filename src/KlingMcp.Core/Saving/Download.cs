using System.Net;
using System.Security.Cryptography;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Saving;

/// <summary>A file that has arrived whole.</summary>
/// <param name="Format">Its format, by its first bytes.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">In lower-case hexadecimal digits.</param>
/// <param name="Version">What names its version at its server; <see langword="null"/> if nothing does.</param>
internal sealed record Arrived(FileFormat Format, long Length, string Sha256, string? Version);

/// <summary>Fetches one file into its part file, and goes on where an earlier download broke off.</summary>
/// <param name="client">Sends the requests.</param>
/// <param name="options">The limits.</param>
/// <param name="freeBytes">The bytes that are free on the disk; <see langword="null"/> when that cannot be told.</param>
/// <param name="time">The clock.</param>
internal sealed class Download(MediaClient client, SaveOptions options, Func<long?> freeBytes, TimeProvider time)
{
    /// <summary>
    /// How often a broken connection is tried again without a byte gained. Polly counts attempts, whatever they gained: a long file over
    /// a poor line would run out of them.
    /// </summary>
    private const int Retries = 2;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Disk space is looked at again after this many bytes.</summary>
    private const long DiskCheckInterval = 64 * SaveOptions.Megabyte;

    /// <summary>Names the output in the part file's note.</summary>
    public required string Output { get; init; }

    /// <summary>Counts the bytes of the whole call.</summary>
    public required ByteLimit Limit { get; init; }

    /// <summary>Is told how far the file is.</summary>
    public required FileProgress Progress { get; init; }

    /// <summary>The version that is already saved; <see langword="null"/> for none.</summary>
    public string? SavedVersion { get; init; }

    /// <summary>Fetches the file.</summary>
    /// <returns>What arrived; <see langword="null"/> if the server still has <see cref="SavedVersion"/>.</returns>
    /// <exception cref="SaveFaultException">It could not be fetched. What has arrived stays in the part file.</exception>
    public async Task<Arrived?> RunAsync(MediaTarget target, PartFile part, CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            var before = part.Length;
            try
            {
                return await AttemptAsync(target, part, cancellationToken);
            }
            catch (SaveFaultException e) when (e.Fault.Category is FaultCategory.Network or FaultCategory.ProviderUnavailable)
            {
                if (part.Length > before) failures = 0;
                if (failures == Retries) throw;
            }

            await Task.Delay(FirstPause * (1 << failures), time, cancellationToken);
        }
    }

    private async Task<Arrived?> AttemptAsync(MediaTarget target, PartFile part, CancellationToken cancellationToken)
    {
        var note = part.Note is { Version: not null } kept && kept.Output == Output && part.Length > 0 ? kept : null;
        var range = note is null ? MediaRange.Whole with { Unless = SavedVersion } : new(part.Length, note.Version);
        using var response = await ResponseAsync(target, range, cancellationToken);
        var version = FileVersion.Of(response);
        switch (response.StatusCode)
        {
            case HttpStatusCode.NotModified when range.Unless is not null:
            case HttpStatusCode.OK when version is not null && version == SavedVersion:
                return null;
            case HttpStatusCode.OK:
                note = new(Output, version, response.Content.Headers.ContentLength);
                Limit.Check(note.Length, note.Length);
                part.Begin(note);
                break;
            case HttpStatusCode.PartialContent when note is not null && IsRest(response, part.Length, note, version):
                Limit.Check(note.Length, response.Content.Headers.ContentLength);
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when note is not null && IsWhole(response, part.Length, note, version):
                return await CompleteAsync(target, part, note, body: null, cancellationToken);
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable when note is not null:
                // The server has another version, or cannot go on: from the beginning.
                part.Begin(new(Output, null, null));
                return await AttemptAsync(target, part, cancellationToken);
            default:
                throw new SaveFaultException(StatusFault(response));
        }

        using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await CompleteAsync(target, part, note!, body, cancellationToken);
    }

    private async Task<HttpResponseMessage> ResponseAsync(MediaTarget target, MediaRange range, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stall = new(options.StallTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        try
        {
            var result = await client.GetAsync(target, range, either.Token);
            return result.Value ?? throw new SaveFaultException(result.Fault!);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SaveFaultException(Stalled);
        }
    }

    private async Task<Arrived> CompleteAsync(
        MediaTarget target, PartFile part, PartNote note, Stream? body, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ByteHead head = new(target.Type);
        part.Reread(hash, head.Add, cancellationToken);
        Progress.Start(part.Length, note.Length);
        var length = part.Length;
        CheckDisk(note.Length - length);
        var checkedAt = length;
        if (body is not null) await CopyAsync();
        if (note.Length is { } promised && promised != length)
            throw new SaveFaultException(MediaClient.FaultOf(new IOException()));

        return new(head.Format(), length, Convert.ToHexStringLower(hash.GetHashAndReset()), note.Version);

        async Task CopyAsync()
        {
            try
            {
                await new Pump(part, hash, options.StallTime, time).CopyAsync(body, Arrived, cancellationToken);
            }
            catch (TimeoutException)
            {
                throw new SaveFaultException(Stalled);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new SaveFaultException(MediaClient.FaultOf(e));
            }
        }

        void Arrived(ReadOnlySpan<byte> piece)
        {
            length += piece.Length;
            Limit.Count(piece.Length, length);
            head.Add(piece);
            Progress.Add(piece.Length);
            if (length - checkedAt < DiskCheckInterval) return;

            checkedAt = length;
            CheckDisk(note.Length - length);
        }
    }

    private void CheckDisk(long? missing)
    {
        if (freeBytes() - (missing ?? 0) < options.DiskReserve) throw new SaveFaultException(FileFaults.DiskFull);
    }

    /// <summary>Whether a 206 is the rest of the file that the part is from.</summary>
    private static bool IsRest(HttpResponseMessage response, long length, PartNote note, string? version) =>
        response.Content.Headers.ContentRange is { Unit: "bytes", From: { } from } range && from == length
        && range.Length == note.Length && (version is null || version == note.Version);

    /// <summary>Whether a 416 says that there is nothing after what has arrived.</summary>
    private static bool IsWhole(HttpResponseMessage response, long length, PartNote note, string? version) =>
        response.Content.Headers.ContentRange?.Length == length && note.Length == length && (version is null || version == note.Version);

    private static Fault Stalled => new(FaultCategory.Network, "its server stopped sending") { Hint = MediaClient.CallAgain };

    private static Fault StatusFault(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var category = status is 403 or 404 or 410 ? FaultCategory.NotFound : HttpFaults.CategoryOf(status);
        return new(category, category is FaultCategory.NotFound ? "its address has expired or the file was removed" : "its server refused")
        {
            HttpStatus = status,
            Hint = category.IsTransient
                ? MediaClient.CallAgain
                : "Providers keep results for a limited time; a removed one cannot be saved.",
        };
    }
}
