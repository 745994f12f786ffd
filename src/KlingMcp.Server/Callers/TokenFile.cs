namespace KlingMcp.Server.Callers;

/// <summary>
/// The callers in the token file, which is read again every two seconds. A file that is missing, empty or unreadable lets nobody in.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of lines that cannot be used.</param>
internal sealed class TokenFile(string path, TimeProvider time, ILogger<TokenFile> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private string? text;
    private volatile Caller[] callers = [];

    /// <summary>The caller with this token; <see langword="null"/> for none. Takes the same time whoever it is.</summary>
    public Caller? Find(string token)
    {
        var hash = SecretHash.Of(token);
        Caller? found = null;
        foreach (var caller in callers)
            if (caller.Line.Hash.IsSame(hash)) found = caller;

        return found;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await ReadAsync(stoppingToken);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var now = await TextAsync(cancellationToken);
        if (now == text) return;

        text = now;
        var before = callers;
        callers = [.. CallersIn(now, before)];
        foreach (var removed in before.Except(callers))
        {
            logger.LogInformation("The token of {Name} is no longer accepted.", removed.Name);
            removed.Revoke();
        }

        if (callers.Length == 0) logger.LogWarning("The token file has no usable line, so nobody is let in.");
    }

    /// <summary>A caller whose line is still there stays the same, and so do its open calls.</summary>
    private IEnumerable<Caller> CallersIn(string file, Caller[] before)
    {
        foreach (var (index, line) in file.Split('\n').Index())
        {
            if (line.AsSpan().Trim() is "" or ['#', ..]) continue;

            if (TokenLine.Read(line) is not { } read) logger.LogWarning("Line {Line} of the token file is skipped.", index + 1);
            else yield return before.FirstOrDefault(c => c.Name == read.Name && c.Line.Hash.IsSame(read.Hash)) ?? new(read);
        }
    }

    private async Task<string> TextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (text is not "") logger.LogWarning("The token file cannot be read ({Reason}).", e.GetType().Name);
            return "";
        }
    }
}
