using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Faults;

/// <summary>The answer that a fault must lead to.</summary>
/// <param name="Category">The category of the error, or the status when the answer is a task.</param>
/// <param name="Asked">How many requests one lookup makes: 3 for a request that is repeated twice.</param>
/// <param name="Text">
/// What a model reads. The placeholders <c>{provider}</c>, <c>{variables}</c>, <c>{base}</c>, <c>{task}</c>, <c>{success}</c>,
/// <c>{finished}</c> and <c>{unknown}</c> are filled in.
/// </param>
internal sealed record Expected(string Category, int Asked, string Text)
{
    /// <summary>What is added where a UUID was not found.</summary>
    private const string OtherServices =
        " It could also be an id of another service (ids of Kling's consumer site and of ComfyUI are UUIDs, too).";

    /// <summary>The text for one provider case.</summary>
    public string For(ProviderCase provider) => TextFor(provider)
        + (Category is "not_found" && Guid.TryParse(provider.Task.Split(':')[^1], out _) ? OtherServices : "");

    private string TextFor(ProviderCase provider) => Text
        .Replace("{unknown}", provider.UnknownText, StringComparison.Ordinal)
        .Replace("{finished}", provider.FinishedText, StringComparison.Ordinal)
        .Replace("{success}", provider.SuccessText, StringComparison.Ordinal)
        .Replace("{asked}", Asked > 1 ? $"Asked {Asked} times. " : "", StringComparison.Ordinal)
        .Replace("{provider}", provider.Provider, StringComparison.Ordinal)
        .Replace("{variables}", string.Join(" and ", provider.Variables), StringComparison.Ordinal)
        .Replace("{base}", provider.Descriptor.BaseVariable, StringComparison.Ordinal)
        .Replace("{task}", provider.Task, StringComparison.Ordinal);
}

/// <summary>One request that waits for a faulty answer.</summary>
/// <param name="Provider">The provider that is asked.</param>
/// <param name="Exchange">The connection.</param>
/// <param name="OtherHost">The address of a server that must receive no request.</param>
/// <param name="AdvanceClock">Moves the server's clock.</param>
internal sealed record Stage(ProviderCase Provider, Exchange Exchange, string OtherHost, Action<TimeSpan> AdvanceClock)
{
    public Task SendAsync(int status, string body, params string[] headers) => Exchange.SendAsync(status, body, headers);

    public Task SendAsync(int status, byte[] body, params string[] headers) => Exchange.SendAsync(status, body, headers);
}

/// <summary>A row of the matrix.</summary>
/// <param name="Name">What goes wrong.</param>
/// <param name="Play">Plays it as the answer to every request.</param>
/// <param name="Expected">The answer it must lead to, unless the provider's <see cref="FaultExpectations"/> say otherwise.</param>
internal sealed record FaultCase(string Name, Func<Stage, Task> Play, Expected Expected)
{
    /// <summary>The names of the provider cases where it can happen; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Nothing listens at the provider's address.</summary>
    public bool Refused { get; init; }

    /// <summary>The provider case with which the started program plays it, too; <see langword="null"/> for none.</summary>
    public string? Started { get; init; }

    public IEnumerable<ProviderCase> Providers => ProviderCase.All.Where(p => Only.Count == 0 || Only.Contains(p.Name));

    public Expected At(ProviderCase provider) => FaultExpectations.Of(provider).GetValueOrDefault(Name, Expected);

    public override string ToString() => Name;
}
