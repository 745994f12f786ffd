using System.CommandLine;
using KlingMcp.Memory;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp memory</c>: shows what is remembered across sessions, and <c>memory clear</c> deletes it.</summary>
internal static class MemoryCommand
{
    public static Command Create(CliContext context, Screen screen, Option<bool> sandbox)
    {
        Command clear = new("clear", "Delete all of it");
        clear.SetAction((parsed, _) => RunAsync(parsed, Clear));
        Command command = new("memory", "Show where tasks are remembered across sessions, and how many") { clear };
        command.SetAction((parsed, _) => RunAsync(parsed, Show));
        return command;

        Task<int> RunAsync(ParseResult parsed, Func<MemorySession, MemoryFiles, Screen, bool> use) => CommandLine.WithServicesAsync(
            context, screen, parsed.GetValue(sandbox), services => Task.FromResult(Run(services, use)));

        int Run(CliServices services, Func<MemorySession, MemoryFiles, Screen, bool> use)
        {
            if (services.MemoryFiles is { } files)
            {
                MemorySession session = new(files, w => screen.Error.WriteLine($"kling-mcp: {w}"));
                var isDone = use(session, files, screen);
                session.Close();
                return isDone ? ExitCode.Succeeded : ExitCode.Failed;
            }

            screen.Output.WriteLine($"memory off: {services.Memory.WhyOff}");
            return ExitCode.Succeeded;
        }
    }

    private static bool Show(MemorySession session, MemoryFiles files, Screen screen)
    {
        if (session.Use(static store => store.Count()) is not { } counts) return false;

        screen.Output.WriteLine($"memory on: {files.Database}, {(files.Size + 1023) / 1024} KiB");
        screen.Output.WriteLine(InWords(counts));
        return true;
    }

    private static bool Clear(MemorySession session, MemoryFiles files, Screen screen)
    {
        if (session.Use(static store => store.Clear()) is not { } counts) return false;

        files.DeleteDamaged();
        screen.Output.WriteLine($"deleted: {InWords(counts)}");
        return true;
    }

    private static string InWords(IReadOnlyList<(string Provider, long Tasks)> counts) => counts.Sum(static c => c.Tasks) switch
    {
        0 => "no tasks",
        var all => $"{all} task{(all == 1 ? "" : "s")} ({string.Join(", ", counts.Select(static c => $"{c.Provider} {c.Tasks}"))})",
    };
}
