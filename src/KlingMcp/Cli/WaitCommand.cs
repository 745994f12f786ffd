using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using KlingMcp.Answers;
using KlingMcp.Lookups;
using Spectre.Console;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp wait ID…</c>: until the tasks are final or time is up. No host cuts it off, so it may be long.</summary>
internal sealed class WaitCommand(CliContext context, Screen screen)
{
    private const int DefaultSeconds = 600;
    private const int MostSeconds = 1_000_000;

    /// <summary>Between two drawings of the table.</summary>
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(500);

    public static Command Create(CliContext context, Screen screen, Option<bool> sandbox)
    {
        AnswerForm form = new();
        Option<int> timeout = new("--timeout")
        {
            HelpName = "SECONDS",
            Description = "The longest wait",
            DefaultValueFactory = static _ => DefaultSeconds,
            CustomParser = static result => SecondsIn(result),
        };
        Option<bool> any = new("--any") { Description = "The first final task is enough" };
        Command command = new("wait", "Wait for tasks. Exit code: 0 succeeded, 1 failed, 2 refused id, 3 lookup failed, 4 when time was up") { timeout, any };
        form.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandLine.WithServicesAsync(context, screen, parsed.GetValue(sandbox), async services =>
        {
            var ids = form.IdsIn(parsed);
            var limit = TimeSpan.FromSeconds(parsed.GetValue(timeout));
            var waited = await new WaitCommand(context, screen).WatchAsync(
                report => services.Tasks.WaitAsync([.. ids], form.ProviderIn(parsed), parsed.GetValue(any), limit, report, cancellationToken),
                ids, limit, form.IsForPeople(parsed));
            var answer = ids.Length == 1 ? services.Composer.One(waited) : services.Composer.Many(waited.Tasks, isFull: false, waited);
            form.Write(parsed, screen, services.Composer.Finish(answer), waited.Tasks);
            return ExitCode.Of(waited);
        }));
        return command;
    }

    private static int SecondsIn(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= MostSeconds) return seconds;

        result.AddError($"--timeout must be a whole number of seconds from 1 to {MostSeconds}.");
        return 0;
    }

    /// <summary>Shows how it goes: a live table in a terminal, else a line for each note on standard error, and nothing to scripts.</summary>
    private async Task<WaitResult> WatchAsync(Func<Action<WaitResult>?, Task<WaitResult>> wait, IReadOnlyList<string> ids, TimeSpan limit, bool isForPeople)
    {
        if (!isForPeople) return await wait(null);
        if (!screen.IsTerminal) return await wait(note => screen.Error.WriteLine(WaitText.Of(note)));

        WaitResult? last = null;
        var started = context.Time.GetTimestamp();
        var waiting = wait(note => Volatile.Write(ref last, note));
        await screen.Drawing.Live(Table()).AutoClear(true).StartAsync(async live =>
        {
            while (!waiting.IsCompleted)
            {
                await Task.WhenAny(waiting, Task.Delay(Frame, context.Time, CancellationToken.None));
                live.UpdateTarget(Table());
            }
        });
        return await waiting;

        Table Table() => WaitTable.Of(ids, Volatile.Read(ref last), context.Time.GetElapsedTime(started), limit, context.Time.GetUtcNow());
    }
}
