using System.CommandLine;

namespace KlingMcp.Cli;

/// <summary>
/// <c>kling-mcp completion SHELL</c>: a script that lets a shell complete commands, options and their values. The shell hands the line
/// and the cursor's place to <c>[suggest:N]</c>, which the parser answers.
/// </summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            # in ~/.bashrc: eval "$(kling-mcp completion bash)"
            _kling_mcp() {
                local IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]}
                COMPREPLY=($(compgen -W "$(kling-mcp "[suggest:$COMP_POINT]" "$COMP_LINE" 2> /dev/null)" -- "$word"))
            }
            complete -F _kling_mcp kling-mcp
            """,
        ["zsh"] = """
            # in ~/.zshrc, behind compinit: eval "$(kling-mcp completion zsh)"
            _kling_mcp() {
                local -a found
                found=("${(@f)$(kling-mcp "[suggest:$CURSOR]" "$BUFFER" 2> /dev/null)}")
                compadd -a found
            }
            compdef _kling_mcp kling-mcp
            """,
        ["fish"] = """
            # in ~/.config/fish/config.fish: kling-mcp completion fish | source
            complete -c kling-mcp -f -a '(kling-mcp "[suggest:"(commandline -C)"]" (commandline -cp) 2> /dev/null)'
            """,
        ["powershell"] = """
            # in $PROFILE: kling-mcp completion powershell | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName kling-mcp -ScriptBlock {
                param($word, $line, $cursor)
                kling-mcp "[suggest:$cursor]" "$line" 2> $null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };

    public static Command Create(Screen screen)
    {
        Argument<string> shell = new("SHELL") { Description = string.Join(", ", Scripts.Keys) };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        Command command = new("completion", "Print the script that lets a shell complete the command line") { shell };
        command.SetAction(parsed =>
        {
            screen.Output.WriteLine(Scripts[parsed.GetValue(shell)!].ReplaceLineEndings("\n"));
            return ExitCode.Succeeded;
        });
        return command;
    }
}
