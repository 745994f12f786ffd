using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Faults;

/// <summary>What must come of a fault.</summary>
/// <param name="Category">The category, or the state where the answer is a task.</param>
/// <param name="Asked">How often the provider is asked in one lookup: 3 for "tried again twice".</param>
/// <param name="Text">What a model reads; <c>{provider}</c>, <c>{variables}</c>, <c>{base}</c>, <c>{task}</c>, <c>{success}</c> and <c>{unknown}</c> are filled in.</param>
internal sealed record Expected(string Category, int Asked, string Text)
{
    /// <summary>The text for one way of asking.</summary>
    public string For(ProviderCase way) => Text
        .Replace("{unknown}", way.UnknownText, StringComparison.Ordinal)
        .Replace("{success}", way.SuccessText, StringComparison.Ordinal)
        .Replace("{provider}", way.Provider, StringComparison.Ordinal)
        .Replace("{variables}", string.Join(" and ", way.Variables), StringComparison.Ordinal)
        .Replace("{base}", way.Descriptor.BaseVariable, StringComparison.Ordinal)
        .Replace("{task}", way.Task, StringComparison.Ordinal);
}

/// <summary>Where a fault is played: one request that waits for its answer.</summary>
/// <param name="ProviderCase">How the provider was asked.</param>
/// <param name="Exchange">The connection.</param>
/// <param name="OtherHost">The address of a server that nobody must ask.</param>
/// <param name="Time">The program's clock.</param>
internal sealed record Stage(ProviderCase ProviderCase, Exchange Exchange, string OtherHost, TimeProvider Time)
{
    public Task SendAsync(int status, string body, params string[] headers) => Exchange.SendAsync(status, body, headers);

    public Task SendAsync(int status, byte[] body, params string[] headers) => Exchange.SendAsync(status, body, headers);
}

/// <summary>A row of the matrix.</summary>
/// <param name="Name">What goes wrong, in words.</param>
/// <param name="Play">Plays it as the answer to every request.</param>
/// <param name="Expected">What must come of it.</param>
internal sealed record Fault(string Name, Func<Stage, Task> Play, Expected Expected)
{
    /// <summary>Where something else must come of it, by the way's name.</summary>
    public IReadOnlyDictionary<string, Expected> Except { get; init; } = new Dictionary<string, Expected>();

    /// <summary>The ways at which it can happen; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Nobody listens at the provider's address.</summary>
    public bool Refused { get; init; }

    /// <summary>The answer takes its time, so the clock moves while a request is under way.</summary>
    public bool Slow { get; init; }

    /// <summary>The way at which it is also played to the started program; <see langword="null"/> for none.</summary>
    public string? Started { get; init; }

    public IEnumerable<ProviderCase> Ways => ProviderCase.All.Where(w => Only.Count == 0 || Only.Contains(w.Name));

    public Expected At(ProviderCase way) => Except.GetValueOrDefault(way.Name, Expected);

    public override string ToString() => Name;
}
