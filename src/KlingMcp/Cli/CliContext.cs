using KlingMcp.Answers;
using KlingMcp.Lookups;
using KlingMcp.Memory;
using KlingMcp.Saving;

namespace KlingMcp.Cli;

/// <summary>What the commands need from the program.</summary>
internal sealed record CliContext
{
    /// <summary>Creates the services, in the sandbox if the argument is true; otherwise returns the variable that prevents it.</summary>
    public required Func<bool, (CliServices? Services, UnusableVariable? Problem)> Open { get; init; }

    /// <summary>Every environment variable the program reads.</summary>
    public required IReadOnlyList<Variable> Variables { get; init; }

    /// <summary>The names of the other environment variables that have a value.</summary>
    public required IReadOnlyList<string> OtherVariables { get; init; }

    /// <summary>Removes all configured keys from a text.</summary>
    public required Func<string, string?> WithoutKeys { get; init; }

    public required TimeProvider Time { get; init; }
}

/// <summary>The services that commands share with the MCP tools.</summary>
/// <param name="Tasks">Looks up tasks and waits for them.</param>
/// <param name="Lister">Lists the latest tasks.</param>
/// <param name="Providers">Verifies keys.</param>
/// <param name="Saver">Saves outputs to files.</param>
/// <param name="Composer">Builds the answers.</param>
/// <param name="Memory">What is remembered across sessions.</param>
/// <param name="MemoryFiles">Its files; <see langword="null"/> when nothing is remembered.</param>
/// <param name="Sandbox">Whether providers are simulated.</param>
internal sealed record CliServices(
    KlingTaskService Tasks,
    TaskLister Lister,
    ProviderCheck Providers,
    TaskSaver Saver,
    AnswerComposer Composer,
    ITaskMemory Memory,
    MemoryFiles? MemoryFiles,
    bool Sandbox);

/// <summary>An environment variable.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Value">The trimmed value; <see langword="null"/> if unset, empty or a placeholder.</param>
internal sealed record Variable(string Name, string? Value)
{
    /// <summary>
    /// A key, or personal data that is sent along with one, such as an e-mail address. Never printed, except in an entry with
    /// <c>--with-keys</c>.
    /// </summary>
    public bool IsSecret { get; init; }

    /// <summary>What stands there instead of a value, for a message; <see langword="null"/> if it is no placeholder.</summary>
    public string? Placeholder { get; init; }

    /// <summary>The value was in quotes, which are not part of <see cref="Value"/>.</summary>
    public bool IsQuoted { get; init; }
}

/// <summary>A variable whose value prevents the program from starting.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Message">The error message, which names the variable.</param>
internal sealed record UnusableVariable(string Name, string Message);
