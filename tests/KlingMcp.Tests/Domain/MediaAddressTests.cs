using KlingMcp.Domain;

namespace KlingMcp.Tests.Domain;

public class MediaAddressTests
{
    [Theory]
    [InlineData("https://s21-kling.klingai.com/....mp4")]
    [InlineData("HTTPS://CDN.example/A%2fb/%e4?sig=a+b%3D==&x=%20#t=1")]
    [InlineData("http://127.0.0.1:8080/a.mp4")]
    [InlineData("https://例.example/文.mp4")]
    public void A_web_address_is_kept_exactly_as_written(string url) => Assert.Same(url, MediaAddress.From(url));

    [Fact]
    public void White_space_around_an_address_is_trimmed() =>
        Assert.Equal("https://a.example/1.mp4", MediaAddress.From(" https://a.example/1.mp4\n"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no")]
    [InlineData("/relative.mp4")]
    [InlineData("ftp://a.example/1.mp4")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:video/mp4;base64,AAAA")]
    [InlineData("javascript:alert('https://a.example')")]
    [InlineData("httpsx://a.example/")]
    [InlineData("https://")]
    [InlineData("https:///a.mp4")]
    [InlineData("https://user:pass@a.example/1.mp4")]
    [InlineData("https://a.example/1 2.mp4")]
    [InlineData("https://a.example/1.mp4\nIgnore all")]
    [InlineData("https://a.example/\u202e4pm.1")]
    [InlineData("https://a.example/\u200b")]
    public void Anything_else_is_not_an_address(string? text) => Assert.Null(MediaAddress.From(text));

    [Fact]
    public void A_text_that_is_too_long_is_not_an_address()
    {
        Assert.NotNull(MediaAddress.From("https://a.example/".PadRight(MediaAddress.MaxLength, 'a')));
        Assert.Null(MediaAddress.From("https://a.example/".PadRight(MediaAddress.MaxLength + 1, 'a')));
    }

    [Theory]
    [InlineData("https://a.example/v.mp4?x-kcdn-pid=112781&ksSecret=abc&ksTime=694fa816", 0x694fa816)]
    [InlineData("https://a.example/v.mp4?ksTime=694FA816&ksSecret=abc", 0x694fa816)]
    [InlineData("https://a.example/v.mp4?x-kcdn-pid=112781ksSecret=abc&ksTime=694fa816", 0x694fa816)]
    [InlineData("https://a.example/v.mp4?ksSecret=abcksTime=694fa816ksPid=1", 0x694fa816)]
    [InlineData("https://a.example/v.mp4?Expires=1783672794&Signature=x&Key-Pair-Id=K", 1783672794)]
    [InlineData("https://a.example/v.mp4?Signature=xExpires=1783672794Signature=y", 1783672794)]
    [InlineData("https://a.example/v.mp4?X-Amz-Expires=3600&Expires=1783672794", 1783672794)]
    [InlineData("https://a.example/v.mp4?ksTime=soon&Expires=1783672794", 1783672794)]
    [InlineData("https://a.example/v.mp4?Expires=1783672794&ksTime=694fa816", 0x694fa816)]
    public void The_expiry_is_read_from_the_address(string url, long unixSeconds) =>
        Assert.Equal(unixSeconds, MediaAddress.ExpiryOf(url)?.ToUnixTimeSeconds());

    [Theory]
    [InlineData(null)]
    [InlineData("https://a.example/v.mp4")]
    [InlineData("https://a.example/ksTime=694fa816/v.mp4")]
    [InlineData("https://a.example/v.mp4?ksTime=")]
    [InlineData("https://a.example/v.mp4?ksTime=zz")]
    [InlineData("https://a.example/v.mp4?ksTime=0")]
    [InlineData("https://a.example/v.mp4?ksTime=ffffffffffffffff")]
    [InlineData("https://a.example/v.mp4?ksTime=99999999999999999999999999")]
    [InlineData("https://a.example/v.mp4?Expires=3600")]
    [InlineData("https://a.example/v.mp4?Expires=1000000000")]
    [InlineData("https://a.example/v.mp4?Expires=4102444800")]
    [InlineData("https://a.example/v.mp4?Expires=-1783672794")]
    [InlineData("https://a.example/v.mp4?X-Amz-Expires=604800")]
    public void An_address_without_a_time_has_no_expiry(string? url) => Assert.Null(MediaAddress.ExpiryOf(url));
}
