using KlingMcp.Answers;
using KlingMcp.Lookups;

namespace KlingMcp.Cli;

/// <summary>What the command line gets from the program.</summary>
internal sealed record CliContext
{
    /// <summary>Puts the parts together, in the sandbox or not, when a command needs them; or says which variable is in the way.</summary>
    public required Func<bool, (CliServices? CliServices, UnusableVariable? Problem)> Open { get; init; }

    /// <summary>All variables that the program reads.</summary>
    public required IReadOnlyList<Variable> Variables { get; init; }

    /// <summary>Strikes every key that is set out of a text.</summary>
    public required Func<string, string?> WithoutKeys { get; init; }

    public required TimeProvider Time { get; init; }
}

/// <summary>The parts that commands share with the tools.</summary>
/// <param name="Tasks">Looks up and waits.</param>
/// <param name="Providers">Tries keys.</param>
/// <param name="Composer">Words the answers.</param>
/// <param name="Sandbox">The providers are pretended.</param>
internal sealed record CliServices(KlingTaskService Tasks, ProviderCheck Providers, AnswerComposer Composer, bool Sandbox);

/// <summary>A variable of the environment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What it holds, trimmed; <see langword="null"/> when it counts as not set.</param>
internal sealed record Variable(string Name, string? Value)
{
    /// <summary>A key: never shown unless asked for.</summary>
    public bool IsSecret { get; init; }

    /// <summary>What is sent along with a key, such as an e-mail address: not shown either.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>It holds a <c>${…}</c> that the host should have replaced, and so counts as not set.</summary>
    public bool IsPlaceholder { get; init; }
}

/// <summary>A variable that keeps the program from starting.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Message">What is wrong with it.</param>
internal sealed record UnusableVariable(string Name, string Message);
