using System.Globalization;
using System.Text.RegularExpressions;

namespace KlingMcp.Domain;

/// <summary>Recognises ids that were stored as floating-point numbers on their way here, and so may have lost digits.</summary>
internal static partial class NumberText
{
    /// <summary>The fewest digits of an integer of 10^14 or more.</summary>
    private const int ManyDigits = 15;

    /// <summary>Integers up to 2^53 survive as a <see langword="double"/>.</summary>
    private const double Exact = 1L << 53;

    /// <summary>Refuses an id that is a number of that kind.</summary>
    public static Fault LostDigits { get; } = new(FaultCategory.InvalidInput, "a number may have lost digits")
    {
        Hint = "Pass the id as a string, copied from where it was made.",
    };

    /// <summary>
    /// Whether decimal digits look like a rounded number: above 2^53, and equal to the shortest form of a double, as JavaScript prints it
    /// (842250903629086800), or to its exact value, as C prints it (842250903629086720).
    /// </summary>
    public static bool LooksRounded(string digits)
    {
        if (digits.Length is < 16 or > 38 || !digits.All(char.IsAsciiDigit) || digits[0] == '0') return false;

        var number = double.Parse(digits, CultureInfo.InvariantCulture);
        return number > Exact && (ShortestOf(number) == digits || ((UInt128)number).ToString(CultureInfo.InvariantCulture) == digits);
    }

    /// <summary>
    /// Whether text is a number of 10^14 or more that is not written as plain digits: with an exponent, a sign, a fraction, the suffix of
    /// a big integer, or digits in groups of three.
    /// </summary>
    public static bool IsLargeNumberInAnotherForm(string text)
    {
        if (text.Length > 64 || text.All(char.IsAsciiDigit)) return false;
        if (Exponent().IsMatch(text))
        {
            // 22 and 32 characters without a sign or a point can be an old id of Kling or hexadecimal digits.
            var mayBeId = text.Length is 22 or 32 && text.All(char.IsAsciiLetterOrDigit);
            return !mayBeId && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && Math.Abs(number) >= 1e14;
        }

        return (Integer().IsMatch(text) || Groups().IsMatch(text)) && DigitsBefore(text) >= ManyDigits;
    }

    private static int DigitsBefore(string text) => Fraction().Replace(text, "").Count(char.IsAsciiDigit);

    /// <summary>The digits that JavaScript prints for an integer stored as a double: as few as identify it, the rest zeros.</summary>
    private static string ShortestOf(double number)
    {
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        return shortest.Split('E') is [var digits, var exponent]
            ? digits.Replace(".", "", StringComparison.Ordinal).PadRight(int.Parse(exponent, CultureInfo.InvariantCulture) + 1, '0')
            : shortest;
    }

    [GeneratedRegex(@"^[+-]?[0-9]+([.,][0-9]*)?[eE][+-]?[0-9]+$", RegexOptions.ExplicitCapture)]
    private static partial Regex Exponent();

    [GeneratedRegex(@"^[+-]?[0-9]+([.,][0-9]*)?[nNlLmMfFdD]?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[+-]?[0-9]{1,3}([_,.' ][0-9]{3})+([.,][0-9]+)?[nNlL]?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Groups();

    /// <summary>What follows the decimal point of a number without groups.</summary>
    [GeneratedRegex(@"(?<=^[+-]?[0-9]+)[.,][0-9]*[nNlLmMfFdD]?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Fraction();
}
