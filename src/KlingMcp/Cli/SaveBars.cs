using KlingMcp.Lookups;
using KlingMcp.Saving;
using Spectre.Console;

namespace KlingMcp.Cli;

/// <summary>The progress of downloads: a bar for each file, with its size, its speed and the time left.</summary>
internal static class SaveBars
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Draws until the downloads are done or have failed. The bars vanish then, since the answer follows.</summary>
    public static Task ShowAsync(IAnsiConsole console, Task saving, SaveProgress progress, TimeProvider time) =>
        console.Progress().AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new DownloadedColumn(),
                new TransferSpeedColumn(),
                new RemainingTimeColumn())
            .StartAsync(async drawn =>
            {
                List<ProgressTask> bars = [];
                do Update(drawn, bars, progress.Files);
                while (!await saving.EndsWithinAsync(Interval, time));
                Update(drawn, bars, progress.Files);
            });

    private static void Update(ProgressContext drawn, List<ProgressTask> bars, IReadOnlyList<FileProgress> files)
    {
        foreach (var file in files.Skip(bars.Count)) bars.Add(drawn.AddTask(Markup.Escape(file.Name)));
        foreach (var (bar, file) in bars.Zip(files))
        {
            bar.IsIndeterminate = file.Total is null && !file.IsOver;
            bar.MaxValue = Math.Max(file.Total ?? file.Done, 1);
            bar.Value = file.Done;
            if (file.IsOver) bar.StopTask();
        }
    }
}
