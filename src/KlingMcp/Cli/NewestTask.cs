namespace KlingMcp.Cli;

/// <summary>Takes the place of an id that was not given: the newest task of all accounts.</summary>
internal static class NewestTask
{
    /// <summary>Its reference, or the exit code of a list that gave none. Standard error says which task it is.</summary>
    /// <param name="services">The program.</param>
    /// <param name="screen">Where to say it.</param>
    /// <param name="provider">The only provider; <see langword="null"/> for all.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isForPeople">False if the output is for a script.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<(string? Reference, int Code)> FindAsync(
        CliServices services,
        Screen screen,
        string? provider,
        TimeProvider time,
        bool isForPeople,
        CancellationToken cancellationToken)
    {
        var listed = await screen.WhileAsync(
            "looking for the newest task",
            services.Lister.ListAsync(new() { Provider = provider, Limit = 1 }, cancellationToken),
            time,
            isForPeople);
        if (listed.Value is not { } list)
        {
            screen.Error.WriteLine(services.Composer.Failure(listed.Fault!).Text);
            return (null, ExitCode.Of(listed));
        }

        foreach (var note in services.Composer.Listing(list).Notes) screen.Error.WriteLine(note);
        if (list.Tasks is not [var newest, ..])
        {
            screen.Error.WriteLine("kling-mcp: no id is given, and no task is listed.");
            return (null, ExitCode.LookupFailed);
        }

        screen.Error.WriteLine($"kling-mcp: no id is given; the newest task is {newest.Task.Reference}.");
        return ($"{newest.Task.Reference}", ExitCode.Succeeded);
    }
}
