using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;

namespace KlingMcp.Cli;

/// <summary>Answers <c>[suggest:N] LINE</c>, where N is the position of the cursor in the line: one suggestion a line.</summary>
internal sealed class CompletionAction(RootCommand root, SuggestDirective directive, Screen screen) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var line = parseResult.Tokens.LastOrDefault(static t => t.Type is not TokenType.Directive)?.Value ?? "";
        var typed = UpToCursor(line, parseResult.GetResult(directive)?.Values is [.., var position] ? position : "");
        var word = typed[(typed.LastIndexOf(' ') + 1)..];
        foreach (var suggestion in root.Parse(typed).GetCompletions(typed.Length).Select(static c => c.Label))
            if (Fits(suggestion, word)) screen.Output.WriteLine(suggestion);
        return ExitCode.Succeeded;
    }

    /// <summary>The line up to the cursor. PowerShell leaves out a space before the cursor at the end of the line.</summary>
    private static string UpToCursor(string line, string position)
    {
        if (!int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor)) return line;

        return cursor <= line.Length ? line[..cursor] : $"{line} ";
    }

    /// <summary>Options are suggested only to someone who has typed a dash, and only in their long form.</summary>
    private static bool Fits(string suggestion, string word) =>
        word.StartsWith('-') ? suggestion.StartsWith("--", StringComparison.Ordinal) : suggestion is not ['-' or '/', ..];
}
