using System.Globalization;

namespace KlingMcp.Domain;

/// <summary>What an account has left at its provider.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Unit">A currency such as <c>USD</c>, or <c>credits</c>.</param>
/// <param name="AsOf">When it was so. UTC.</param>
internal sealed record Balance(decimal Amount, string Unit, DateTimeOffset AsOf)
{
    public const string Credits = "credits";
    public const string Dollars = "USD";

    /// <summary><c>12.34 USD</c>.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Amount:0.######} {Unit}");
}
