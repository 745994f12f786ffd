using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using System.Runtime.CompilerServices;
using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using Spectre.Console;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp list</c>: the latest tasks, as a table in a terminal and as a line for each elsewhere.</summary>
internal sealed class ListCommand(CliContext context, Screen screen, CliServices services, ListArguments arguments)
{
    /// <summary>How often <c>--watch</c> asks again.</summary>
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(10);

    /// <summary>The lines around the rows and notes of <c>--watch</c>: borders, header, the time, and the cursor.</summary>
    private const int Frame = 6;

    public static Command Create(CliContext context, Screen screen, Option<bool> sandbox)
    {
        Option<string> provider = ProviderOption.Create("Only tasks of this provider");
        Option<string> status = new("--status")
        {
            HelpName = string.Join('|', ListQuery.StatusWords),
            Description = "Only tasks of this state",
        };
        status.CompletionSources.Add(static _ => ListQuery.StatusWords.Select(static w => new CompletionItem(w)));
        Option<string> since = new("--since") { HelpName = "TIME", Description = "Only tasks made since then: 30m, 24h, 7d or a time" };
        Option<int?> limit = new("--limit")
        {
            HelpName = "N",
            Description = $"At most so many tasks ({ListQuery.DefaultLimit} by default, {ListQuery.MaxLimit} at most)",
        };
        Option<bool> json = new("--json") { Description = "Print the answer as JSON" };
        Option<bool> watch = new("--watch") { Description = "Ask again and again, until Ctrl-C" };
        Command command = new("list", "List the latest tasks. Exit code: 0 listed, 2 wrong usage, 3 a list could not be read")
        {
            provider, status, since, limit, json, watch,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(watch)) result.AddError("--json and --watch exclude each other.");
        });
        command.SetAction((parsed, cancellationToken) => CommandLine.WithServicesAsync(
            context, screen, parsed.GetValue(sandbox), services =>
            {
                ListCommand list = new(context, screen, services, new()
                {
                    Provider = parsed.GetValue(provider),
                    Status = parsed.GetValue(status),
                    Since = parsed.GetValue(since),
                    Limit = parsed.GetValue(limit),
                });
                return parsed.GetValue(watch) ? list.WatchAsync(cancellationToken)
                    : list.ListAsync(parsed.GetValue(json), cancellationToken);
            }));
        return command;
    }

    private Task<Result<ListResult>> AskAsync(CancellationToken cancellationToken) =>
        services.Lister.ListAsync(arguments, cancellationToken);

    private Task<Result<ListResult>> AskWithSpinnerAsync(bool isForPeople, CancellationToken cancellationToken) =>
        screen.WhileAsync("asking the providers", AskAsync(cancellationToken), context.Time, isForPeople);

    private async Task<int> ListAsync(bool isJson, CancellationToken cancellationToken)
    {
        var listed = await AskWithSpinnerAsync(isForPeople: !isJson, cancellationToken);
        if (isJson) screen.WriteJson(services.Composer.Finish(services.Composer.List(listed)).Structured);
        else if (listed.Value is not { } list) screen.Error.WriteLine(services.Composer.Failure(listed.Fault!).Text);
        else Show(list);
        return ExitCode.Of(listed);
    }

    /// <summary>Tasks go to standard output, everything else to standard error.</summary>
    private void Show(ListResult list)
    {
        var (lines, notes) = services.Composer.Listing(list);
        if (services.Sandbox) screen.Error.WriteLine(SandboxMark.Line);
        if (lines.Count == 0) screen.Error.WriteLine("No tasks.");
        else if (screen.IsTerminal) screen.Drawing.Write(ListTable.Of(list.Tasks, context.Time.GetUtcNow(), screen.Drawing.Profile.Width));
        else foreach (var line in lines) screen.Output.WriteLine(line);
        foreach (var note in notes) screen.Error.WriteLine(note);
    }

    private async Task<int> WatchAsync(CancellationToken cancellationToken)
    {
        var first = await AskWithSpinnerAsync(isForPeople: true, cancellationToken);
        if (first.Value is not { } list)
        {
            screen.Error.WriteLine(services.Composer.Failure(first.Fault!).Text);
            return ExitCode.Of(first);
        }

        if (services.Sandbox) screen.Error.WriteLine(SandboxMark.Line);
        if (!screen.IsTerminal) return await FollowAsync(list, cancellationToken);

        await screen.Drawing.Live(Table(list)).StartAsync(async live =>
        {
            // The first list is not drawn until something is refreshed.
            live.Refresh();
            await foreach (var next in AgainAsync(cancellationToken)) live.UpdateTarget(Table(next));
        });
        return ExitCode.Interrupted;
    }

    /// <summary>Without a terminal: a line for each task that is new or whose state has changed, the newest last.</summary>
    private async Task<int> FollowAsync(ListResult list, CancellationToken cancellationToken)
    {
        Dictionary<TaskReference, KlingTaskStatus> told = [];
        Tell(list);
        await foreach (var next in AgainAsync(cancellationToken)) Tell(next);
        return ExitCode.Interrupted;

        void Tell(ListResult now)
        {
            var lines = services.Composer.Listing(now).Lines;
            foreach (var (task, line) in now.Tasks.Zip(lines).Reverse())
            {
                if (told.TryGetValue(task.Task.Reference, out var before) && before == task.Task.Status) continue;
                told[task.Task.Reference] = task.Task.Status;
                screen.Output.WriteLine(line);
            }
        }
    }

    /// <summary>A list that cannot be read is skipped: the one before stays.</summary>
    private async IAsyncEnumerable<ListResult> AgainAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(WatchInterval, context.Time, cancellationToken);
            if ((await AskAsync(cancellationToken)).Value is { } next) yield return next;
        }
    }

    private Rows Table(ListResult list)
    {
        var notes = services.Composer.Listing(list).Notes;
        var time = context.Time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var room = Math.Max(1, screen.Size.Height - Frame - notes.Count);
        var shown = list.Tasks.Count > room ? $"{room} of {list.Tasks.Count} shown; " : "";
        return new(
            ListTable.Of([.. list.Tasks.Take(room)], context.Time.GetUtcNow(), screen.Size.Width),
            new Text(string.Join('\n', [.. notes, $"{shown}{time}; Ctrl-C stops"])));
    }
}
