using KlingMcp.Domain;

namespace KlingMcp.Tests.Domain;

/// <summary>Ids that were stored as floating-point numbers on their way, and ids that only look like it.</summary>
public class NumberTextTests
{
    [Theory]
    [InlineData("842250903629086800", true)]
    [InlineData("842250903629086720", true)]
    [InlineData("842250903629086785", false)]
    [InlineData("9007199254740994", true)]
    [InlineData("9007199254740993", false)]
    [InlineData("9007199254740992", false)]
    [InlineData("1000000000000000", false)]
    [InlineData("100000000000000000000", true)]
    [InlineData("10000000000000000000000000000000000000", true)]
    [InlineData("100000000000000000000000000000000000000", false)]
    [InlineData("0842250903629086800", false)]
    [InlineData("84225090362908680x", false)]
    [InlineData("", false)]
    public void Digits_look_rounded_above_two_to_the_53rd_if_they_are_what_a_double_prints(string digits, bool expected) =>
        Assert.Equal(expected, NumberText.LooksRounded(digits));

    [Theory]
    [InlineData("8.422509036290868e17", true)]
    [InlineData("8,422509036290868E+17", false)]
    [InlineData("1e14", true)]
    [InlineData("-1e14", true)]
    [InlineData("9.9e13", false)]
    [InlineData("842250903629086785n", true)]
    [InlineData("842250903629086785.0", true)]
    [InlineData("842250903629086785,25", true)]
    [InlineData("842250903629086785.5f", true)]
    [InlineData("+100000000000000", true)]
    [InlineData("+99999999999999", false)]
    [InlineData("99999999999999.99", false)]
    [InlineData("842,250,903,629,086,785", true)]
    [InlineData("842_250_903_629_086_785", true)]
    [InlineData("842'250'903'629'086'785n", true)]
    [InlineData("842 250 903", false)]
    [InlineData("842250903629086785", false)]
    [InlineData("1234567890123456789e10", false)]
    [InlineData("123456789012345678e10", true)]
    [InlineData("8.42250903629086785e17", true)]
    [InlineData("+1234567890123456789e1", true)]
    [InlineData("12345678901234567890123456789e10", false)]
    [InlineData("842250903629086785-1", false)]
    [InlineData("shot-842250903629086785", false)]
    public void Another_form_of_a_large_number_is_known_from_an_id(string text, bool expected) =>
        Assert.Equal(expected, NumberText.IsLargeNumberInAnotherForm(text));

    [Fact]
    public void A_text_of_more_than_64_characters_is_no_number()
    {
        Assert.True(NumberText.IsLargeNumberInAnotherForm(new string('7', 62) + ".0"));
        Assert.False(NumberText.IsLargeNumberInAnotherForm(new string('7', 63) + ".0"));
    }
}
