namespace KlingMcp.Tests.Support;

/// <summary>Waits for what another process or thread does.</summary>
internal static class Eventually
{
    /// <summary>Fails when it does not come true within half a minute.</summary>
    public static async Task IsTrueAsync(Func<bool> happened)
    {
        for (var tries = 0; !happened(); tries++)
        {
            Assert.True(tries < 3000, "it did not happen");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }
    }
}
