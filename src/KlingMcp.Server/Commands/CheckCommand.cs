namespace KlingMcp.Server.Commands;

/// <summary><c>check</c>: says what the settings amount to, and fails if something does not work.</summary>
internal static class CheckCommand
{
    /// <returns>0 when the server can start as it is set up.</returns>
    public static int Run(ServerSettings settings, TextWriter output)
    {
        output.WriteLine($"addresses: {string.Join(' ', settings.Addresses.Select(static a => a.Url))}");
        output.WriteLine(settings.Library.Accounts.Count == 0
            ? "providers: none has a key"
            : $"providers: {string.Join(' ', settings.Library.Accounts.Select(static a => a.Name))}");
        foreach (var (provider, problem) in settings.Library.NotConfigured) output.WriteLine($"{provider}: {problem}");
        foreach (var warning in settings.Library.Warnings) output.WriteLine(warning);
        return 0;
    }
}
