using System.Globalization;
using KlingMcp.Domain;

namespace KlingMcp;

/// <summary>
/// Reads and validates environment variables. A value is trimmed, and quotes around all of it are removed. An empty value or a
/// <see cref="Placeholder"/> counts as not set, because hosts pass both for settings that were left blank.
/// </summary>
/// <param name="environment">The value of a variable; <see langword="null"/> if it is not set.</param>
internal sealed class EnvironmentValues(Func<string, string?> environment)
{
    private const string Quotes = "\"\"''``“”‘’";

    /// <summary>The value; <see langword="null"/> if the variable is not set.</summary>
    public string? Text(string name) => Unquoted(name) is { Length: > 0 } value && !Placeholder.Is(value) ? value : null;

    /// <summary>A key or an e-mail address, not validated; <see langword="null"/> if the variable is not set.</summary>
    public string? UncheckedKey(string name) =>
        Unquoted(name) is { Length: > 0 } value && !Placeholder.IsInsteadOfKey(value, name) ? value : null;

    /// <summary>A key or an e-mail address: visible ASCII only, because it is sent in a header.</summary>
    public string? Key(string name) => UncheckedKey(name) is not { } value ? null
        : value.All(static c => c is > ' ' and <= '~') ? value
        : throw new SettingException(
            name, $"{name} contains a character that is not visible ASCII; copy the key again, without spaces or line breaks.");

    /// <summary>
    /// The placeholder that a variable holds; <see langword="null"/> if it holds none, or that of a field of the bundle's dialog, which
    /// hosts pass for a field that was left blank.
    /// </summary>
    /// <param name="name">The variable's name.</param>
    /// <param name="isKey">It is for a key or an e-mail address.</param>
    public string? PlaceholderIn(string name, bool isKey) =>
        Unquoted(name) is { Length: > 0 } value && !Placeholder.IsBlankField(value)
        && (isKey ? Placeholder.IsInsteadOfKey(value, name) : Placeholder.Is(value)) ? value : null;

    /// <summary>Whether quotes around the whole value are removed.</summary>
    public bool IsQuoted(string name) => environment(name)?.Trim() is { } value && Unquote(value) != value;

    /// <summary>A number of seconds within a range; <see langword="null"/> if the variable is not set.</summary>
    public TimeSpan? Seconds(string name, double least, double most)
    {
        if (Text(name) is not { } value) return null;
        if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= least && seconds <= most)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        throw new SettingException(
            name, string.Create(CultureInfo.InvariantCulture, $"{name} must be a number of seconds from {least} to {most}."));
    }

    /// <summary>A whole number from 1; <see langword="null"/> if the variable is not set.</summary>
    /// <param name="name">The variable's name.</param>
    /// <param name="most">The largest.</param>
    /// <param name="of">What it counts, for the message: <c> of megabytes</c>.</param>
    public int? Whole(string name, int most, string of = "") => Text(name) is not { } value ? null
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number
        : throw new SettingException(
            name, string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number{of} from 1 to {most}."));

    /// <summary>A whole number of megabytes from 1, in bytes; <see langword="null"/> if the variable is not set.</summary>
    public long? Megabytes(string name, int most) => Whole(name, most, " of megabytes") * 1024L * 1024;

    /// <summary>One of some words, ignoring case; <see langword="null"/> if the variable is not set.</summary>
    public string? OneOf(string name, IReadOnlyList<string> words) => Text(name) is not { } value ? null
        : words.FirstOrDefault(w => w.Equals(value, StringComparison.OrdinalIgnoreCase))
        ?? throw new SettingException(name, $"{name} must be one of {string.Join(", ", words)}.");

    /// <summary>
    /// A value of an enumeration, ignoring case; <see langword="null"/> if the variable is not set. The names are read by
    /// reflection, so only when it is set.
    /// </summary>
    public T? OneOf<T>(string name)
        where T : struct, Enum => Text(name) is not null && OneOf(name, Enum.GetNames<T>()) is { } word ? Enum.Parse<T>(word) : null;

    /// <summary>A base address without a trailing slash: https, or http for loopback. It may have a path.</summary>
    public string? Address(string name)
    {
        if (Text(name) is not { } value) return null;

        var uri = VisibleText.HasHidden(value) || value.Any(char.IsWhiteSpace) ? null : WebAddress.Read(value);
        var isSafe = uri is not null && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback);
        var isBase = isSafe && uri!.UserInfo.Length == 0 && value.IndexOfAny(['@', '?', '#']) < 0;
        return isBase ? $"{uri!.GetLeftPart(UriPartial.Authority)}{uri.AbsolutePath.TrimEnd('/')}"
            : throw new SettingException(
                name, $"{name} must be an https address (http only for this machine itself), without query, fragment or user name.");
    }

    /// <summary>An absolute path of a folder, which need not exist; <see langword="null"/> if the variable is not set.</summary>
    public string? Folder(string name) => Text(name) is not { } value ? null
        : Path.IsPathFullyQualified(value) && Path.TrimEndingDirectorySeparator(value) != Path.GetPathRoot(value) ? value
        : throw new SettingException(name, $"{name} must be the absolute path of a folder, and not the root.");

    private static string Unquote(string value)
    {
        for (var i = 0; i < Quotes.Length; i += 2)
            if (value.Length > 1 && value[0] == Quotes[i] && value[^1] == Quotes[i + 1]) return Unquote(value[1..^1].Trim());

        return value;
    }

    private string? Unquoted(string name) => environment(name) is { } value ? Unquote(value.Trim()) : null;
}
