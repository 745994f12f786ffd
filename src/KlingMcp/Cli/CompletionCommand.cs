using System.CommandLine;

namespace KlingMcp.Cli;

/// <summary>
/// <c>kling-mcp completion SHELL</c>: a script that lets a shell complete commands, options and their values. The shell passes the line
/// and the position of the cursor in it to <c>[suggest:N]</c>, which <see cref="CompletionAction"/> answers.
/// </summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            # in ~/.bashrc: eval "$(kling-mcp completion bash)"
            _kling_mcp() {
                local IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
                if [[ $before == -o || $before == --output ]]; then
                    compopt -o filenames 2> /dev/null
                    COMPREPLY=($(compgen -d -- "$word"))
                else
                    COMPREPLY=($(compgen -W "$(kling-mcp "[suggest:$COMP_POINT]" "$COMP_LINE" 2> /dev/null)" -- "$word"))
                fi
            }
            complete -F _kling_mcp kling-mcp
            """,
        ["zsh"] = """
            # in ~/.zshrc, after compinit: eval "$(kling-mcp completion zsh)"
            _kling_mcp() {
                local line="${(j: :)words[1,CURRENT-1]} $PREFIX"
                local -a found
                if [[ $words[CURRENT-1] == (-o|--output) ]]; then
                    _files -/
                else
                    found=(${(f)"$(kling-mcp "[suggest:${#line}]" "$line" 2> /dev/null)"})
                    compadd -a found
                fi
            }
            compdef _kling_mcp kling-mcp
            """,
        ["fish"] = """
            # in ~/.config/fish/config.fish: kling-mcp completion fish | source
            function __kling_mcp
                set -l line (commandline -cp | string collect)
                kling-mcp "[suggest:"(string length -- $line)"]" $line 2> /dev/null
            end
            complete -c kling-mcp -f -a '(__kling_mcp)'
            complete -c kling-mcp -n '__fish_seen_subcommand_from save' -s o -l output -x -a '(__fish_complete_directories)'
            """,
        ["powershell"] = """
            # in $PROFILE: kling-mcp completion powershell | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName kling-mcp -ScriptBlock {
                param($word, $line, $cursor)
                $position = $cursor - $line.Extent.StartOffset
                kling-mcp "[suggest:$position]" "$line" 2> $null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };

    public static Command Create(Screen screen)
    {
        Argument<string> shell = new("SHELL") { HelpName = "SHELL", Description = string.Join(", ", Scripts.Keys) };
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
