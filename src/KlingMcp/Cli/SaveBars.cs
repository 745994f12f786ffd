using KlingMcp.Lookups;
using KlingMcp.Saving;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KlingMcp.Cli;

/// <summary>The progress of downloads: a bar for each file, with its size, its speed and the time left.</summary>
internal static class SaveBars
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>With fewer columns than this a long name is cut in its middle, so that there is room for the bar.</summary>
    private const int Narrow = 100;

    private const int NameBegins = 18;
    private const int NameEnds = 10;

    /// <summary>Draws until the downloads are done or have failed. The bars vanish then, since the answer follows.</summary>
    public static Task ShowAsync(IAnsiConsole console, Task saving, SaveProgress progress, TimeProvider time)
    {
        return console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PaceColumn())
            .StartAsync(async drawn =>
            {
                List<Bar> bars = [];
                do Update(drawn, bars);
                while (!await saving.EndsWithinAsync(Interval, time));
                Update(drawn, bars);
            });

        void Update(ProgressContext drawn, List<Bar> bars)
        {
            foreach (var file in progress.Files.Skip(bars.Count))
            {
                var name = console.Profile.Width < Narrow ? Short(file.Name) : file.Name;
                bars.Add(new(drawn.AddTask(Markup.Escape(name)), file, time));
            }

            foreach (var bar in bars) bar.Update();
        }
    }

    private static string Short(string name) =>
        name.Length <= NameBegins + NameEnds + 1 ? name : $"{name[..NameBegins]}…{name[^NameEnds..]}";

    /// <param name="drawn">What is drawn.</param>
    /// <param name="file">Whose progress it is.</param>
    /// <param name="time">The clock of the speed.</param>
    private sealed class Bar(ProgressTask drawn, FileProgress file, TimeProvider time)
    {
        /// <summary>When the file was first seen to arrive; before, it waits for its turn.</summary>
        private long? started;

        public void Update()
        {
            if (started is null && (file.Total is not null || file.Done > 0)) started = time.GetTimestamp();
            drawn.IsIndeterminate = file.Total is null && !file.IsOver;
            drawn.MaxValue = Math.Max(file.Total ?? file.Done, 1);
            drawn.Value = file.Done;
            var words = SavePace.Of(file, started is { } at ? time.GetElapsedTime(at) : TimeSpan.Zero);
            drawn.State.Update<Pace>(PaceColumn.Key, _ => new(words));
            if (file.IsOver) drawn.StopTask();
        }
    }

    /// <summary>The words beside a bar. Spectre's own columns take what an earlier call has left for the work of a moment.</summary>
    private sealed class PaceColumn : ProgressColumn
    {
        public const string Key = "pace";

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.State.Get<Pace>(Key).Words ?? "");
    }

    private readonly record struct Pace(string? Words);
}
