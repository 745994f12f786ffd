namespace KlingMcp.Server.Callers;

/// <summary>Somebody whose token is in the file.</summary>
internal sealed class Caller(TokenLine line) : IDisposable
{
    private readonly CancellationTokenSource revoked = new();

    public TokenLine Line => line;

    public string Name => line.Name;

    /// <summary>Cancelled when the line is no longer in the file.</summary>
    public CancellationToken Revoked => revoked.Token;

    public void Revoke() => revoked.Cancel();

    public void Dispose() => revoked.Dispose();
}
