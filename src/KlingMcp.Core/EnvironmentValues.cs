using System.Globalization;
using KlingMcp.Domain;

namespace KlingMcp;

/// <summary>The environment's values, checked.</summary>
internal sealed class EnvironmentValues(Func<string, string?> environment)
{
    /// <summary>A trimmed value; <see langword="null"/> for none, for an empty one, and for a placeholder that nobody filled in.</summary>
    public string? Text(string name) => environment(name)?.Trim() is { Length: > 0 } value && !(value.StartsWith("${", StringComparison.Ordinal) && value.EndsWith('}')) ? value : null;

    /// <summary>A key, which travels in a header: visible ASCII only.</summary>
    public string? Key(string name) => Text(name) is not { } value ? null
        : value.All(static c => c is > ' ' and <= '~') ? value
        : throw new SettingException(name, $"{name} holds a character that is no visible ASCII; copy the key anew, without spaces or line breaks.");

    /// <summary>A number of seconds.</summary>
    public TimeSpan? Seconds(string name, double least, double most) => Text(name) is not { } value ? null
        : double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds <= most ? TimeSpan.FromSeconds(seconds)
        : throw new SettingException(name, string.Create(CultureInfo.InvariantCulture, $"{name} must be a number of seconds from {least} to {most}."));

    /// <summary>One of some words, in any case.</summary>
    public string? OneOf(string name, IReadOnlyList<string> words) => Text(name) is not { } value ? null
        : words.FirstOrDefault(w => w.Equals(value, StringComparison.OrdinalIgnoreCase))
        ?? throw new SettingException(name, $"{name} must be one of {string.Join(", ", words)}.");

    /// <summary>One of an enumeration's words, in any case. Its names are only looked up for a value that is there: that is reflection, at every start.</summary>
    public T? OneOf<T>(string name)
        where T : struct, Enum => Text(name) is not null && OneOf(name, Enum.GetNames<T>()) is { } word ? Enum.Parse<T>(word) : null;

    /// <summary>A base address without a slash at the end: https, or http for loopback; perhaps with a path.</summary>
    public string? Address(string name)
    {
        if (Text(name) is not { } value) return null;

        var uri = VisibleText.HasHidden(value) || value.Any(char.IsWhiteSpace) ? null : WebAddress.Read(value);
        var isSafe = uri is not null && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback);
        var isBase = isSafe && uri!.UserInfo.Length == 0 && !value.Contains('@', StringComparison.Ordinal) && !value.Contains('?', StringComparison.Ordinal) && !value.Contains('#', StringComparison.Ordinal);
        return isBase ? $"{uri!.GetLeftPart(UriPartial.Authority)}{uri.AbsolutePath.TrimEnd('/')}"
            : throw new SettingException(name, $"{name} must be an https address (http only for this machine itself), without query, fragment or user name.");
    }
}
