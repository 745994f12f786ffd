using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// A place in a JSON body, which may be missing. Reading on from a missing place gives a missing place, never an exception, so an
/// adapter only states where a value is and what type it expects. Strings come out clean (<see cref="TextFilter"/>): no other
/// type of the adapters reads a string of a body.
/// </summary>
internal readonly struct Json
{
    /// <summary>Of a list or an object, at most this many items or members are read: a real body has far fewer.</summary>
    public const int MaxItems = 10_000;

    private readonly JsonElement element;
    private readonly TextFilter filter;

    private Json(JsonElement element, TextFilter filter) => (this.element, this.filter) = (element, filter);

    /// <summary>A member of an object; missing if this is not an object or has no such member.</summary>
    public Json this[string name] => IsObject && element.TryGetProperty(name, out var value) ? new(value, filter) : default;

    /// <summary>There is a value here, possibly <c>null</c>.</summary>
    public bool Exists => element.ValueKind is not JsonValueKind.Undefined;

    /// <summary>There is no value here, or <c>null</c>.</summary>
    public bool IsNull => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsObject => element.ValueKind is JsonValueKind.Object;

    public bool IsArray => element.ValueKind is JsonValueKind.Array;

    public bool IsText => element.ValueKind is JsonValueKind.String;

    /// <summary>
    /// A string, or the digits of a number, exactly as the provider wrote it; <see langword="null"/> for anything else and for
    /// white space alone. Only for comparing and classifying: never for an answer, a log line or a request.
    /// </summary>
    public string? RawText => element.ValueKind switch
    {
        JsonValueKind.String =>
            element.GetString() is { } text && !string.IsNullOrWhiteSpace(text) && !HalfCharacters.IsMarked(text) ? text : null,
        JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };

    /// <summary>
    /// The text in one line, without keys, cut at <see cref="VisibleText.MaxLength"/>; <see langword="null"/> when nothing is
    /// left.
    /// </summary>
    public string? Text => RawText is { } text ? filter.Clean(text) : null;

    /// <summary>A media address exactly as written; <see langword="null"/> if this is not one or contains a key.</summary>
    public string? Address => RawText is { } text ? filter.Address(text) : null;

    /// <summary>The handle of an output; <see langword="null"/> if there is none or it contains a key.</summary>
    public string? Id => RawText is { } text ? filter.Handle(text) : null;

    /// <summary>A finite number, also from a string; <see langword="null"/> otherwise.</summary>
    public double? Number =>
        RawText is { } text
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>A whole number, also from a string; a fraction is cut off; <see langword="null"/> otherwise.</summary>
    public long? Whole =>
        Number is not { } number || Math.Abs(number) >= 9e18 ? null
        : long.TryParse(RawText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
        : (long)number;

    /// <summary><c>true</c> or <c>false</c>, also from a string; <see langword="null"/> otherwise.</summary>
    public bool? Flag => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(RawText, out var flag) => flag,
        _ => null,
    };

    /// <summary>The items of an array; none for anything else.</summary>
    public IEnumerable<Json> Items
    {
        get
        {
            if (!IsArray) yield break;
            foreach (var item in element.EnumerateArray().Take(MaxItems))
            {
                filter.ThrowIfStopped();
                yield return new(item, filter);
            }
        }
    }

    /// <summary>
    /// The members of an object, their names as written; none for anything else. A name that is not valid text is skipped.
    /// </summary>
    public IEnumerable<(string Name, Json Value)> Members
    {
        get
        {
            if (!IsObject) yield break;
            foreach (var member in element.EnumerateObject().Take(MaxItems))
            {
                filter.ThrowIfStopped();
                if (!HalfCharacters.IsMarked(member.Name)) yield return (member.Name, new(member.Value, filter));
            }
        }
    }

    /// <summary>The object or array that a string contains as JSON; missing for anything else.</summary>
    public Json Embedded =>
        IsText && RawText?.TrimStart() is ['{' or '[', ..] text ? Parse(Encoding.UTF8.GetBytes(text), filter) : default;

    /// <summary>What a string contains as JSON; any other value as it is.</summary>
    public Json OrEmbedded => Embedded is { Exists: true } embedded ? embedded : this;

    /// <summary>Reads a body, with or without a byte order mark; missing if it is not JSON in UTF-8.</summary>
    public static Json Parse(ProviderResponse response) => Parse(response.Body, response.Filter);

    /// <summary>The first of several places that has a text; missing if none has.</summary>
    public static Json First(params ReadOnlySpan<Json> places)
    {
        foreach (var place in places)
            if (place.RawText is not null) return place;

        return default;
    }

    /// <summary>The first member of an object that is an array; missing if none is.</summary>
    public static Json FirstArray(Json place) => place.Members.FirstOrDefault(static member => member.Value.IsArray).Value;

    private static Json Parse(ReadOnlyMemory<byte> body, TextFilter filter)
    {
        if (body.Span.StartsWith("\uFEFF"u8)) body = body[3..];
        if (!Utf8.IsValid(body.Span)) return default;

        try
        {
            // unlike a JsonDocument, the element needs no disposal and may outlive this call
            return new(JsonElement.Parse(HalfCharacters.Mark(body).Span), filter);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
