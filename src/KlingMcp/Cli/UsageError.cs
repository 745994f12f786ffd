using System.CommandLine;
using KlingMcp.Lookups;

namespace KlingMcp.Cli;

/// <summary>Words the parser's errors: what is wrong, and what may have been meant.</summary>
internal static class UsageError
{
    /// <summary>One line for each error; one for all words that are no command, because they follow from the first.</summary>
    public static IEnumerable<string> Word(ParseResult parsed) => parsed.UnmatchedTokens is [var token, ..]
        ? [Unknown(token, parsed)]
        : parsed.Errors.Select(static e => e.Message).Distinct();

    private static string Unknown(string token, ParseResult parsed)
    {
        // What follows an equals sign may be a key.
        token = token.Split('=')[0];
        var command = parsed.CommandResult.Command;
        var isOption = token.StartsWith('-');
        var known = isOption
            ? command.Options.Select(static o => o.Name)
            : command.Subcommands.Select(static c => c.Name);
        var meant = NearestWord.To(token, known) is { } nearest ? $" Did you mean {nearest}?" : "";
        return $"There is no {(isOption ? "option" : "command")} {token}.{meant}";
    }
}
