using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// A place in a JSON body that may or may not be there. Reading on from a missing place gives missing places, never an exception, so an adapter
/// says where a value lies and what it takes for one, and a provider that sends numbers as strings, nulls or another shape meets no surprise.
/// </summary>
internal readonly struct Json
{
    private readonly JsonElement element;

    private Json(JsonElement element) => this.element = element;

    /// <summary>A member of an object; missing where this is no object or has no such member.</summary>
    public Json this[string name]
    {
        get
        {
            if (!IsObject) return default;

            try
            {
                return element.TryGetProperty(name, out var value) ? new(value) : default;
            }
            catch (InvalidOperationException)
            {
                // some other member's name holds half a surrogate pair: it must not hide this one
                return Members.LastOrDefault(member => member.Name == name).Value;
            }
        }
    }

    /// <summary>Something stands here, be it <c>null</c>.</summary>
    public bool Exists => element.ValueKind is not JsonValueKind.Undefined;

    /// <summary>Nothing stands here, or <c>null</c>.</summary>
    public bool IsNull => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsObject => element.ValueKind is JsonValueKind.Object;

    public bool IsArray => element.ValueKind is JsonValueKind.Array;

    public bool IsText => element.ValueKind is JsonValueKind.String;

    /// <summary>A string, or a number's own digits; <see langword="null"/> for anything else, for <c>""</c> and for white space alone.</summary>
    public string? Text => element.ValueKind switch
    {
        JsonValueKind.String => TextOrNull(element, static e => e.GetString()) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null,
        JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };

    /// <summary>A finite number, or a string that is one; <see langword="null"/> otherwise.</summary>
    public double? Number =>
        Text is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>A whole number, or a string that is one; <see langword="null"/> otherwise. A fraction is cut off.</summary>
    public long? Whole =>
        Number is not { } number || Math.Abs(number) >= 9e18 ? null
        : long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
        : (long)number;

    /// <summary><c>true</c> or <c>false</c>, also as a string; <see langword="null"/> otherwise.</summary>
    public bool? Flag => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(TextOrNull(element, static e => e.GetString()), out var flag) => flag,
        _ => null,
    };

    /// <summary>The items of an array; none for anything else.</summary>
    public IEnumerable<Json> Items
    {
        get
        {
            if (!IsArray) yield break;
            foreach (var item in element.EnumerateArray()) yield return new(item);
        }
    }

    /// <summary>The members of an object; none for anything else. A name that is no valid text is passed over.</summary>
    public IEnumerable<(string Name, Json Value)> Members
    {
        get
        {
            if (!IsObject) yield break;
            foreach (var member in element.EnumerateObject())
            {
                if (TextOrNull(member, static m => m.Name) is { } name) yield return (name, new(member.Value));
            }
        }
    }

    /// <summary>Reads a body, with or without a byte order mark; a missing place when it is no JSON or no UTF-8.</summary>
    public static Json Parse(ProviderResponse response) => Parse(response.Body);

    /// <inheritdoc cref="Parse(ProviderResponse)"/>
    public static Json Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8)) body = body[3..];
        if (!Utf8.IsValid(body.Span)) return default;

        try
        {
            // not disposed: the elements live as long as the reading, and pooled memory given back late is worse than none
            return new(JsonElement.Parse(body.Span));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>A text; <see langword="null"/> where it holds half a surrogate pair.</summary>
    private static string? TextOrNull<T>(T place, Func<T, string?> read)
    {
        try
        {
            return read(place);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
