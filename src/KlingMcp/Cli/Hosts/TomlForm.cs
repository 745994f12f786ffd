using System.Text;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace KlingMcp.Cli.Hosts;

/// <summary>
/// Codex's TOML: a table <c>[mcp_servers.NAME]</c> with <c>command</c>, <c>args</c>, <c>env_vars</c> (names that Codex passes on from
/// its own environment) and a table <c>[mcp_servers.NAME.env]</c>.
/// </summary>
internal sealed class TomlForm : IHostForm
{
    private const string Servers = "mcp_servers";

    public string Print(ServerEntry entry) => TomlText.Table(entry, "\n").TrimEnd();

    public byte[] Write(byte[] text, ServerEntry entry)
    {
        var toml = Decode(text);
        TomlEdit edit = new(toml, Parse(toml));
        if (edit.Servers(Servers).FirstOrDefault(static s => s.IsOurs) is { } own)
        {
            edit.Set([Servers, own.Name], "command", TomlText.Quote(entry.Command), own.Command != entry.Command);
            edit.Set([Servers, own.Name], "args", TomlText.List(entry.Arguments), !own.Arguments.SequenceEqual(entry.Arguments));
            AddVariables(edit, own, entry);
        }
        else if (edit.Has([Servers, ServerEntry.Name]))
        {
            throw HostFileException.NameIsTaken();
        }
        else if (edit.HasInline(Servers))
        {
            throw new HostFileException($"{Servers} is written in one line there; write it as [{Servers}.NAME] tables first.");
        }
        else
        {
            edit.AppendTable(TomlText.Table(entry, edit.NewLine));
        }

        var edited = edit.Apply();
        Parse(edited);
        return Encoding.UTF8.GetBytes(edited);
    }

    public IReadOnlyList<FoundServer> Read(byte[] text)
    {
        var toml = Decode(text);
        return new TomlEdit(toml, Parse(toml)).Servers(Servers);
    }

    private static void AddVariables(TomlEdit edit, FoundServer own, ServerEntry entry)
    {
        string[] missing =
        [
            .. from variable in entry.Variables
               where variable.Value is null && !own.Variables.ContainsKey(variable.Name) && !own.PassedOn.Contains(variable.Name)
               select variable.Name,
        ];
        edit.Set([Servers, own.Name], "env_vars", TomlText.List([.. own.PassedOn, .. missing]), missing.Length > 0);
        foreach (var variable in entry.Variables)
        {
            if (variable.Value is { } value && (variable.Replaces || !own.Variables.ContainsKey(variable.Name)))
            {
                edit.Set(
                    [Servers, own.Name, "env"],
                    variable.Name,
                    TomlText.Quote(value),
                    own.Variables.GetValueOrDefault(variable.Name) != value);
            }
        }
    }

    /// <exception cref="HostFileException">The text is not UTF-8.</exception>
    private static string Decode(byte[] text)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw new HostFileException("it is not UTF-8 text.");
        }
    }

    /// <exception cref="HostFileException">The text is not TOML.</exception>
    private static DocumentSyntax Parse(string toml)
    {
        var document = SyntaxParser.Parse(toml.TrimStart('\uFEFF'));
        return !document.HasErrors ? document
            : throw new HostFileException($"line {document.Diagnostics[0].Span.Start.Line + 1} is not TOML. Correct it first.");
    }
}
