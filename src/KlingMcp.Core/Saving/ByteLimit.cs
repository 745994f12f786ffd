using KlingMcp.Domain;

namespace KlingMcp.Saving;

/// <summary>How many bytes the files of one call may have. Used by several downloads at once.</summary>
/// <param name="options">The limits.</param>
internal sealed class ByteLimit(SaveOptions options)
{
    private long taken;

    /// <summary>Checks a file's length before it is fetched.</summary>
    /// <param name="length">The length of the whole file; <see langword="null"/> if not reported.</param>
    /// <param name="missing">How much of it is still to come.</param>
    /// <exception cref="SaveFaultException">It is too large.</exception>
    public void Check(long? length, long? missing)
    {
        if (length > options.MaxFileBytes)
        {
            throw new SaveFaultException(new(FaultCategory.BadResponse, $"the file has more than {Megabytes(options.MaxFileBytes)}")
            {
                Hint = "KLING_MCP_SAVE_MAX_MB sets the limit.",
            });
        }

        // What has arrived is kept, and the next call has its own limit.
        if (Volatile.Read(ref taken) + (missing ?? 0) > options.MaxTotalBytes)
        {
            var message = $"the files of one call have more than {Megabytes(options.MaxTotalBytes)}";
            throw new SaveFaultException(new(FaultCategory.Timeout, message)
            {
                Hint = "Call again for the rest. KLING_MCP_SAVE_MAX_TOTAL_MB sets the limit.",
            });
        }
    }

    /// <summary>Counts bytes as they arrive: a header may be missing or wrong.</summary>
    /// <inheritdoc cref="Check"/>
    public void Count(int bytes, long length)
    {
        Interlocked.Add(ref taken, bytes);
        Check(length, missing: 0);
    }

    private static string Megabytes(long bytes) => $"{bytes / SaveOptions.Megabyte} MB";
}
