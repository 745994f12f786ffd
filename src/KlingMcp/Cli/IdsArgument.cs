using System.CommandLine;
using KlingMcp.Lookups;

namespace KlingMcp.Cli;

/// <summary>The ids of a command; <c>-</c> reads them from standard input, one a line.</summary>
internal sealed class IdsArgument
{
    private const string FromInput = "-";

    private string[]? fromInput;

    public Argument<string[]> Argument { get; } = new("ID")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Bare id, provider:id, lookup address, or official external id; - reads them from standard input; none: the newest",
    };

    /// <summary>An id never begins with a dash: that is an option, and a misspelled one must not be sent to a provider.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(Argument);
        command.Validators.Add(result =>
        {
            var wrong = result.GetValue(Argument)?.FirstOrDefault(static id => id.StartsWith('-') && id != FromInput);
            if (wrong is null) return;

            // What follows an equals sign may be a key.
            wrong = wrong.Split('=')[0];
            var known = command.Options.SelectMany(static o => o.Aliases.Append(o.Name)).Append("--sandbox").Append("--help");
            result.AddError($"There is no option {wrong}." + (wrong.StartsWith("--", StringComparison.Ordinal)
                && NearestWord.To(wrong, known) is { } nearest
                ? $" Did you mean {nearest}?"
                : $" If it is an id, put its provider in front: official:{wrong}"));
        });
    }

    /// <summary>The ids in the order given; <see langword="null"/> if the command line has none.</summary>
    public string[]? In(ParseResult parsed) => parsed.GetValue(Argument) is { Length: > 0 } given
        ? [.. given.SelectMany(id => id == FromInput ? fromInput ??= ReadInput() : [id])]
        : null;

    private static string[] ReadInput() =>
        [.. Console.In.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}
