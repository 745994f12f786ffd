using System.Text.RegularExpressions;

namespace KlingMcp;

/// <summary>
/// Recognises values that stand for a value: a variable that the host did not expand, or the text of an example that nobody replaced.
/// </summary>
internal static partial class Placeholder
{
    /// <summary>
    /// Whether this is no value of any variable: <c>${X}</c>, <c>$X</c>, <c>%X%</c>, <c>{{X}}</c>, <c>&lt;…&gt;</c>, <c>undefined</c>.
    /// </summary>
    public static bool Is(string value) => Unexpanded().IsMatch(value);

    /// <summary>Whether this is what hosts pass for a field of the bundle's dialog that was left blank: <c>${user_config.X}</c>.</summary>
    public static bool IsBlankField(string value) => value.StartsWith("${user_config.", StringComparison.Ordinal);

    /// <summary>Whether this is no key or e-mail address: also <c>your-key-here</c>, <c>sk-xxxx</c>, or the variable's own name.</summary>
    /// <param name="value">The value.</param>
    /// <param name="variable">The name of the variable that holds it.</param>
    public static bool IsInsteadOfKey(string value, string variable) =>
        Is(value) || ExampleOfKey().IsMatch(value) || value.Equals(variable, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The placeholder in quotes, for a message. One with digits, or a long one, is not repeated: it may be a key between brackets.
    /// </summary>
    public static string Describe(string value) => Repeatable().IsMatch(value) ? $"the placeholder \"{value}\"" : "a placeholder";

    [GeneratedRegex(@"^(?:\$+(?:env:)?[a-z_]\w*|[$#%@]*(?:\{.*\}|\(.*\)|<.*>|\[.*\])|%[^%]+%|undefined|null)$", Options)]
    private static partial Regex Unexpanded();

    [GeneratedRegex(
        """
        ^(?:
          (?:[a-z]+[-_.:\ ])*(?:your|my)(?:[-_.\ ][a-z]+)+          # YOUR_API_KEY, sk-your-key-here
        | (?:your|my)(?:[a-z]*)(?:key|token|secret|email)(?:here)?  # yourApiKey
        | (?:[a-z]+[-_.\ ])+here                                    # api-key-here
        | (?:insert|paste|enter|add|put|replace)(?:[-_\ ][a-z]+)+   # insert-key
        | none | nil | todo | tbd | placeholder | change[-_\ ]?me
        | (?:sk-|user:)?(?:x{3,}|\*{3,}|\.{3,}|…)                   # sk-xxxx
        | your?(?:[-_.]?(?:name|e?mail|account))?@[-a-z.]+ | [^@]+@example\.(?:com|org|net)
        )$
        """,
        Options | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex ExampleOfKey();

    [GeneratedRegex(@"^[^\d\p{C}""]{1,40}$")]
    private static partial Regex Repeatable();

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline;
}
