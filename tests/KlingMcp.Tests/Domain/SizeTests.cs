using KlingMcp.Domain;

namespace KlingMcp.Tests.Domain;

/// <summary>Sizes of files in words.</summary>
public class SizeTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1 kB")]
    [InlineData(999_900, "999.9 kB")]
    [InlineData(999_949, "999.9 kB")]
    [InlineData(999_950, "1 MB")]
    [InlineData(1_000_000, "1 MB")]
    [InlineData(4_250_001, "4.3 MB")]
    [InlineData(999_900_000, "999.9 MB")]
    [InlineData(999_949_999, "999.9 MB")]
    [InlineData(999_950_000, "1 GB")]
    [InlineData(1_000_000_000, "1 GB")]
    [InlineData(1_230_000_000, "1.23 GB")]
    public void A_size_is_told_in_the_largest_unit_that_it_fills(long bytes, string text) => Assert.Equal(text, Size.Of(bytes));
}
