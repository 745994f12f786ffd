using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using KlingMcp.Answers;
using KlingMcp.Lookups;
using Spectre.Console;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp wait [ID…]</c>: waits until the tasks are final or time is up. No host cuts it off, so it may be long.</summary>
internal sealed class WaitCommand(CliContext context, Screen screen)
{
    private const int DefaultSeconds = 600;
    private const int MaxSeconds = 1_000_000;

    /// <summary>The table is drawn this often.</summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(500);

    public static Command Create(CliContext context, Screen screen, Option<bool> sandbox)
    {
        AnswerForm form = new();
        Option<int> timeout = new("--timeout")
        {
            HelpName = "SECONDS",
            Description = "The longest wait (600 by default)",
            DefaultValueFactory = static _ => DefaultSeconds,
            CustomParser = static result => SecondsIn(result),
        };
        Option<bool> any = new("--any") { Description = "Stop at the first final task" };
        Command command = new(
            "wait", "Wait for tasks. Exit code: 0 succeeded, 1 failed, 2 refused id, 3 lookup failed, 4 time was up") { timeout, any };
        form.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandLine.WithServicesAsync(
            context, screen, parsed.GetValue(sandbox), services => WaitAsync(services, parsed, cancellationToken)));
        return command;

        async Task<int> WaitAsync(CliServices services, ParseResult parsed, CancellationToken cancellationToken)
        {
            var (ids, code) = await form.IdsAsync(parsed, services, screen, cancellationToken);
            if (ids.Length == 0) return code;

            var limit = TimeSpan.FromSeconds(parsed.GetValue(timeout));
            var waited = await new WaitCommand(context, screen).WatchAsync(
                report => services.Tasks.WaitAsync(
                    [.. ids], form.ProviderIn(parsed), parsed.GetValue(any), limit, report, cancellationToken),
                ids,
                limit,
                form.IsForPeople(parsed));
            var answer = ids.Length == 1 ? services.Composer.One(waited) : services.Composer.Many(waited.Tasks, isFull: false, waited);
            form.Write(parsed, screen, services.Composer.Finish(answer), waited.Tasks);
            return ExitCode.Of(waited);
        }
    }

    private static int SecondsIn(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 1 and <= MaxSeconds)
        {
            return seconds;
        }

        result.AddError($"--timeout must be a whole number of seconds from 1 to {MaxSeconds}.");
        return 0;
    }

    /// <summary>
    /// Shows progress: a live table in a terminal, otherwise lines on standard error, and nothing if the output is for a script.
    /// </summary>
    private async Task<WaitResult> WatchAsync(
        Func<Action<WaitResult>?, Task<WaitResult>> wait, IReadOnlyList<string> ids, TimeSpan limit, bool isForPeople)
    {
        if (!isForPeople) return await wait(null);
        if (!screen.IsTerminal) return await wait(progress => screen.Error.WriteLine(WaitText.Of(progress)));

        WaitResult? last = null;
        var started = context.Time.GetTimestamp();
        var waiting = wait(progress => Volatile.Write(ref last, progress));
        await screen.Drawing.Live(Table()).AutoClear(true).StartAsync(async live =>
        {
            while (!waiting.IsCompleted)
            {
                await Task.WhenAny(waiting, Task.Delay(RefreshInterval, context.Time, CancellationToken.None));
                live.UpdateTarget(Table());
            }
        });
        return await waiting;

        Table Table() => WaitTable.Of(
            ids, Volatile.Read(ref last), context.Time.GetElapsedTime(started), limit, context.Time.GetUtcNow());
    }
}
