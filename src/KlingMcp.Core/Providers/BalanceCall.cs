using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers;

/// <summary>
/// One read of what an account has left. Where a provider reports the parts in several answers, the balance is the sum of the parts.
/// </summary>
/// <param name="Name">The template that answers it in the sandbox.</param>
/// <param name="Call">The request at a time. Pure.</param>
/// <param name="Read">
/// The amount, at the time that is given unless the answer has its own. Pure. Such answers contain keys and names: nothing but the number
/// and its unit is taken from them.
/// </param>
internal sealed record BalanceCall(
    string Name, Func<DateTimeOffset, Credentials, ListCall> Call, Func<ProviderResponse, DateTimeOffset, Result<Balance>> Read)
{
    /// <summary>Whether a path asks for it, in the sandbox and in the tests' server.</summary>
    public required Func<LookupPath, bool> IsAsked { get; init; }

    /// <summary>The file with the template <see cref="Name"/>, below the folder of the providers.</summary>
    public required string SandboxFile { get; init; }

    /// <summary>A GET at a path that is always the same.</summary>
    public static BalanceCall Get(
        string name, string path, string file, Func<ProviderResponse, DateTimeOffset, Result<Balance>> read) =>
        new(name, (_, _) => new(path), read) { IsAsked = asked => string.Join('/', asked.Segments) == path, SandboxFile = file };
}
