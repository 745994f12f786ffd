using Tomlyn.Syntax;

namespace KlingMcp.Cli.Hosts;

/// <summary>Reads keys and values of a parsed TOML text.</summary>
internal static class TomlKeys
{
    /// <summary>The parts of a dotted key.</summary>
    public static IReadOnlyList<string> Of(KeySyntax? key) =>
        key is null ? [] : [Part(key.Key), .. key.DotKeys.Select(static d => Part(d.Key))];

    /// <summary>A part of a key, in quotes if it needs them.</summary>
    public static string Quoted(string part) =>
        part.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && part.Length > 0 ? part : TomlText.Quote(part);

    /// <summary>A string; <see langword="null"/> for another kind of value.</summary>
    public static string? Text(ValueSyntax? value) => (value as StringValueSyntax)?.Value;

    /// <summary>The strings of a list.</summary>
    public static IReadOnlyList<string> List(ValueSyntax? value) =>
        [.. (value as ArraySyntax)?.Items.Select(static i => Text(i.Value)).OfType<string>() ?? []];

    /// <summary>The strings of an inline table or of a table of its own.</summary>
    public static IReadOnlyDictionary<string, string> Map(ValueSyntax? inline, TableSyntaxBase? table)
    {
        var items = (inline as InlineTableSyntax)?.Items.Select(static i => i.KeyValue) ?? table?.Items.Select(static i => i) ?? [];
        return items.OfType<KeyValueSyntax>().Where(static i => Of(i.Key).Count == 1 && Text(i.Value) is not null)
            .ToDictionary(static i => Of(i.Key)[0], static i => Text(i.Value)!);
    }

    private static string Part(BareKeyOrStringValueSyntax? part) =>
        part is BareKeySyntax bare ? bare.Key!.Text! : (part as StringValueSyntax)?.Value ?? "";
}
