using Tomlyn.Syntax;

namespace KlingMcp.Cli.Hosts;

/// <summary>Collects changes of a TOML text; everything else stays as it is.</summary>
/// <param name="text">The text.</param>
/// <param name="document">The same text, parsed.</param>
internal sealed class TomlEdit(string text, DocumentSyntax document)
{
    /// <summary>The parser does not see a byte order mark, so its offsets are behind it.</summary>
    private readonly int bom = text.StartsWith('\uFEFF') ? 1 : 0;

    private readonly List<(int Start, int Length, string Text)> changes = [];

    public string NewLine => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>The servers that are tables of their own, <c>[root.NAME]</c>.</summary>
    public IReadOnlyList<FoundServer> Servers(string root) =>
    [
        .. from table in document.Tables
           let key = TomlKeys.Of(table.Name)
           where table is TableSyntax && key.Count == 2 && key[0] == root
           select new FoundServer(
               key[1],
               TomlKeys.Text(Item(table, "command")?.Value),
               TomlKeys.List(Item(table, "args")?.Value),
               TomlKeys.Map(Item(table, "env")?.Value, TableOf([.. key, "env"])),
               TomlKeys.List(Item(table, "env_vars")?.Value)),
    ];

    /// <summary>Whether a table has this name, or one of its own tables.</summary>
    public bool Has(IReadOnlyList<string> key) =>
        document.Tables.Any(t => TomlKeys.Of(t.Name).Take(key.Count).SequenceEqual(key))
        || (TableOf([key[0]]) is { } parent && parent.Items.Any(i => TomlKeys.Of(i.Key)[0] == key[1]));

    /// <summary>Whether the root is a value, to which no table can be added.</summary>
    public bool HasInline(string root) => document.KeyValues.Any(k => TomlKeys.Of(k.Key)[0] == root);

    /// <summary>Sets a key of a table, which is made if it is missing.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="name">The key.</param>
    /// <param name="value">The value as TOML.</param>
    /// <param name="isNew">Whether anything changes.</param>
    public void Set(IReadOnlyList<string> table, string name, string value, bool isNew)
    {
        if (!isNew) return;

        var parent = TableOf(table);
        if (parent is not null && Item(parent, name) is { } item) Replace(item.Value!.Span, value);
        else if (parent is not null) InsertAfter(parent, $"{name} = {value}{NewLine}");
        else if (Item(TableOf(table.SkipLast(1)), table[^1])?.Value is InlineTableSyntax inline) SetInline(inline, name, value);
        else InsertTable(table, $"{name} = {value}{NewLine}");
    }

    /// <summary>Adds a table at the end.</summary>
    public void AppendTable(string table)
    {
        var gap = text.Length == bom ? "" : text.EndsWith('\n') ? NewLine : NewLine + NewLine;
        changes.Add((text.Length - bom, 0, gap + table));
    }

    /// <summary>The text with all changes.</summary>
    public string Apply()
    {
        var edited = text;
        foreach (var (start, length, added) in changes.AsEnumerable().Reverse().OrderByDescending(static c => c.Start))
            edited = edited.Remove(bom + start, length).Insert(bom + start, added);
        return edited;
    }

    private static KeyValueSyntax? Item(TableSyntaxBase? table, string name) =>
        table?.Items.FirstOrDefault(i => TomlKeys.Of(i.Key) is [var only] && only == name);

    private TableSyntaxBase? TableOf(IEnumerable<string> key) =>
        document.Tables.FirstOrDefault(t => t is TableSyntax && TomlKeys.Of(t.Name).SequenceEqual(key));

    private void Replace(SourceSpan span, string value) => changes.Add((span.Offset, span.Length, value));

    /// <summary>Behind the last key of a table, so that the comments of the next table stay with it.</summary>
    private void InsertAfter(TableSyntaxBase table, string line)
    {
        SyntaxNode last = table.Items.LastOrDefault() is { } item ? item : table.CloseBracket!;
        InsertLine(last, line);
    }

    private void InsertTable(IReadOnlyList<string> table, string line)
    {
        var parent = TableOf(table.SkipLast(1))!;
        SyntaxNode last = parent.Items.LastOrDefault() is { } item ? item : parent.CloseBracket!;
        var key = string.Join('.', table.Select(TomlKeys.Quoted));
        InsertLine(last, $"{NewLine}[{key}]{NewLine}{line}");
    }

    private void InsertLine(SyntaxNode after, string lines)
    {
        var end = text.IndexOf('\n', bom + after.Span.End.Offset);
        if (end >= 0) changes.Add((end + 1 - bom, 0, lines));
        else changes.Add((text.Length - bom, 0, NewLine + lines));
    }

    private void SetInline(InlineTableSyntax inline, string name, string value)
    {
        var found = inline.Items.Select(static i => i.KeyValue!).FirstOrDefault(k => TomlKeys.Of(k.Key) is [var only] && only == name);
        if (found is not null)
        {
            Replace(found.Value!.Span, value);
            return;
        }

        changes.Add((inline.OpenBrace!.Span.Offset + 1, 0, $" {name} = {value}{(inline.Items.ChildrenCount > 0 ? "," : " ")}"));
    }
}
