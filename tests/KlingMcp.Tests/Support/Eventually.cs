namespace KlingMcp.Tests.Support;

/// <summary>Waits for something that another process or thread does.</summary>
internal static class Eventually
{
    /// <summary>Fails when the condition does not hold within 30 s.</summary>
    public static async Task IsTrueAsync(Func<bool> happened)
    {
        for (var tries = 0; !happened(); tries++)
        {
            Assert.True(tries < 3000, "The condition did not hold within 30 s.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }
    }
}
