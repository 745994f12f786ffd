using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Cli;

/// <summary>The printed scripts complete command lines in the shells themselves, where these are installed.</summary>
public class CompletionTests
{
    /// <summary>Runs the function of the script as bash does, and prints what it found.</summary>
    private const string Bash = """
        eval "$(kling-mcp completion bash)"
        COMP_POINT=${#COMP_LINE}; COMP_WORDS=($COMP_LINE); [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _kling_mcp; printf '%s\n' "${COMPREPLY[@]}"
        """;

    /// <summary>An interactive zsh in a terminal: types the line and Tab, then a key that prints the line as it now stands.</summary>
    private const string Zsh = """
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell 'autoload -Uz compinit; compinit -D -u; eval "$(kling-mcp completion zsh)"'
        zpty -w shell 'show() { print -r -- "<line>$BUFFER</line>" }; zle -N show; bindkey "^X" show; print ready-$((1 + 1))'
        zpty -r -m shell seen '*ready-2*'
        zpty -n -w shell "$COMP_LINE"$'\t'$'\x18'
        zpty -r -m shell seen '*</line>*'
        print -r -- "$seen"
        """;

    private const string Fish = "kling-mcp completion fish | source; complete -C \"$COMP_LINE\"";

    private static readonly Dictionary<string, string?> Nothing = [];

    /// <summary>Lines, and what completes the last word of each.</summary>
    public static TheoryData<string, string> Lines => new()
    {
        { "kling-mcp doc", "doctor" },
        { "kling-mcp config claude-d", "claude-desktop" },
        { "kling-mcp wait --tim", "--timeout" },
        { "kling-mcp get --provider pia", "piapi" },
        { "kling-mcp list --status runn", "running" },
        { "kling-mcp help ge", "get" },
    };

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public async Task There_is_a_script_for_each_shell(string shell)
    {
        var ran = await ProgramHarness.RunAsync(Nothing, "completion", shell);

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("[suggest:", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Bash_completes_commands_options_and_values(string line, string expected) =>
        Assert.Equal([expected], await SuggestionsAsync("bash", ["-c"], Bash, line));

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Zsh_completes_commands_options_and_values(string line, string expected)
    {
        var screen = string.Join('\n', await SuggestionsAsync("zsh", ["-f", "-c"], Zsh, line));

        Assert.Contains($"<line>{line[..(line.LastIndexOf(' ') + 1)]}{expected} </line>", screen, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Fish_completes_commands_options_and_values(string line, string expected) =>
        Assert.Equal([expected], await SuggestionsAsync("fish", ["--no-config", "-c"], Fish, line));

    [Fact]
    public async Task Options_are_suggested_only_after_a_dash()
    {
        var words = await SuggestionsAsync("bash", ["-c"], Bash, "kling-mcp ");
        var options = await SuggestionsAsync("bash", ["-c"], Bash, "kling-mcp wait -");

        Assert.Contains("get", words);
        Assert.DoesNotContain(words, static w => w[0] is '-' or '/');
        Assert.Contains("--any", options);
        Assert.All(options, static o => Assert.StartsWith("--", o, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[suggest:10]", "kling-mcp")]
    [InlineData("[suggest:10]", "kling-mcp ")]
    [InlineData("[suggest:10]", "kling-mcp  piapi:one")]
    [InlineData("[suggest:2147483647]", "kling-mcp")]
    [InlineData("[suggest]", "kling-mcp ")]
    public async Task Only_the_line_up_to_the_cursor_counts(string directive, string line)
    {
        var ran = await ProgramHarness.RunAsync(Nothing, directive, line);

        Assert.Contains("wait", ran.Output.Split('\n'));
        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
    }

    private static async Task<string[]> SuggestionsAsync(string shell, string[] options, string script, string line)
    {
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, shell))),
            $"needs {shell}");

        var ran = await ProgramHarness.RunInShellAsync(
            $"PATH=$(dirname \"$PROGRAM\"):$PATH exec {shell} {string.Join(' ', options)} \"$SCRIPT\"",
            new Dictionary<string, string?> { ["SCRIPT"] = script, ["COMP_LINE"] = line, ["TERM"] = "xterm" });

        Assert.Equal("", ran.Error);
        return ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
