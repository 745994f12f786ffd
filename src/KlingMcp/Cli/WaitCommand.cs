using System.CommandLine;
using KlingMcp.Answers;
using KlingMcp.Lookups;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp wait [ID…]</c>: waits until the tasks are final or time is up. No host cuts it off, so it may be long.</summary>
internal sealed class WaitCommand(CliContext context, Screen screen)
{
    /// <summary>The table is drawn this often.</summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    private WaitResult? last;

    public static Command Create(CliContext context, Screen screen, Option<bool> sandbox)
    {
        AnswerForm form = new();
        Option<TimeSpan> timeout = new("--timeout", "-t")
        {
            HelpName = "TIME",
            Description = "The longest wait: 90 (seconds), 5m, 1h30m (10m by default)",
            DefaultValueFactory = static _ => DefaultTimeout,
            CustomParser = static result => Durations.In(result),
        };
        Option<bool> any = new("--any") { Description = "Stop at the first final task" };
        Command command = new(
            "wait", "Wait for tasks. Exit code: 0 succeeded, 1 failed, 2 refused id, 3 lookup failed, 4 time was up") { timeout, any };
        form.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandLine.WithServicesAsync(
            context, screen, parsed.GetValue(sandbox), services => WaitAsync(services, parsed, cancellationToken)));
        return command;

        Task<int> WaitAsync(CliServices services, ParseResult parsed, CancellationToken cancellationToken) =>
            new WaitCommand(context, screen).RunAsync(
                services, parsed, form, parsed.GetValue(timeout), parsed.GetValue(any), cancellationToken);
    }

    private async Task<int> RunAsync(
        CliServices services, ParseResult parsed, AnswerForm form, TimeSpan limit, bool any, CancellationToken cancellationToken)
    {
        string[] ids = [];
        var started = context.Time.GetTimestamp();
        try
        {
            (ids, var code) = await form.IdsAsync(parsed, services, screen, context.Time, cancellationToken);
            if (ids.Length == 0) return code;

            var waited = await WatchAsync(
                report => services.Tasks.WaitAsync([.. ids], form.ProviderIn(parsed), any, limit, report, cancellationToken),
                ids,
                limit,
                form.IsForPeople(parsed));
            form.Write(parsed, screen, Compose(services, waited), waited.Tasks);
            return ExitCode.Of(waited);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var stopped = last is null ? null : last with { TimedOut = true, Elapsed = context.Time.GetElapsedTime(started) };
            if (stopped is not null) screen.Error.WriteLine(Compose(services, stopped).Text);
            return ExitCode.Interrupted;
        }
    }

    private static Answer Compose(CliServices services, WaitResult waited) => services.Composer.Finish(
        waited.Tasks.Count == 1 ? services.Composer.One(waited) : services.Composer.Many(waited.Tasks, isFull: false, waited));

    /// <summary>
    /// Shows progress: a live table in a terminal, otherwise lines on standard error, and nothing if the output is for a script.
    /// </summary>
    private async Task<WaitResult> WatchAsync(
        Func<Action<WaitResult>?, Task<WaitResult>> wait, IReadOnlyList<string> ids, TimeSpan limit, bool isForPeople)
    {
        if (!isForPeople) return await wait(Keep);
        if (!screen.IsTerminal)
        {
            return await wait(progress =>
            {
                Keep(progress);
                screen.Error.WriteLine(WaitText.Of(progress));
            });
        }

        var started = context.Time.GetTimestamp();
        var waiting = wait(Keep);
        await screen.Drawing.Live(Table()).AutoClear(true).StartAsync(async live =>
        {
            while (!await waiting.EndsWithinAsync(RefreshInterval, context.Time)) live.UpdateTarget(Table());
        });
        return await waiting;

        void Keep(WaitResult progress) => Volatile.Write(ref last, progress);

        IRenderable Table() => WaitTable.Of(
            ids, Volatile.Read(ref last), new(context.Time.GetElapsedTime(started), limit, context.Time.GetUtcNow()), screen.Size);
    }
}
