using KlingMcp.Cli;
using KlingMcp.Saving;
using KlingMcp.Tests.Support;
using Spectre.Console;

namespace KlingMcp.Tests.Cli;

/// <summary>The bars of <c>save</c> in a terminal.</summary>
public sealed class SaveBarsTests : IDisposable
{
    private readonly StringWriter text = new();
    private readonly TextWriter output;

    public SaveBarsTests() => output = TextWriter.Synchronized(text);

    public void Dispose()
    {
        output.Dispose();
        text.Dispose();
    }

    [Fact]
    public async Task Each_file_has_a_bar_that_moves_with_it_and_the_bars_vanish_at_the_end()
    {
        SaveProgress progress = new();
        TaskCompletionSource saving = new();
        ManualTime time = new();
        var showing = SaveBars.ShowAsync(Console(), saving.Task, progress, time);
        var first = progress.Add("piapi:[one] 1");
        first.Start(250_000, 1_000_000);
        await UntilAsync("piapi:[one] 1", "250 kB/1 MB");

        first.Add(500_000);
        progress.Add("piapi:[one] 2").Start(0, 4_000_000);
        await UntilAsync("750 kB/1 MB, ", "kB/s, ", " left", "piapi:[one] 2", "0 B/4 MB");

        first.Add(250_000);
        first.End();
        saving.SetResult();
        await time.AdvanceUntilAsync(() => showing.IsCompleted, TimeSpan.FromSeconds(10));
        await showing;
        Assert.EndsWith("\e[?25h", Drawn(), StringComparison.Ordinal);
        Assert.EndsWith("\e[2K", Drawn()[..^"\e[?25h".Length], StringComparison.Ordinal);

        async Task UntilAsync(params string[] words)
        {
            await time.AdvanceUntilAsync(() => words.All(w => Drawn().Contains(w, StringComparison.Ordinal)), TimeSpan.FromSeconds(60));
            Assert.All(words, word => Assert.Contains(word, Drawn(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task In_eighty_columns_a_long_name_makes_room_for_the_bar()
    {
        SaveProgress progress = new();
        TaskCompletionSource saving = new();
        ManualTime time = new();
        var showing = SaveBars.ShowAsync(Console(width: 80), saving.Task, progress, time);
        var file = progress.Add("piapi:c16e5746-c46d-4287-9286-a06063c50a24 1");
        file.Start(0, 361_200_000);
        file.Add(120_500_000);
        await time.AdvanceUntilAsync(() => Drawn().Contains(" left", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        saving.SetResult();
        await time.AdvanceUntilAsync(() => showing.IsCompleted, TimeSpan.FromSeconds(10));
        await showing;

        Assert.Matches("piapi:c16e5746-c46…63c50a24 1 [━-]+ +120.5 MB/361.2 MB, [0-9.]+ [kMG]B/s, [0-9]+ s left", Drawn());
    }

    [Fact]
    public async Task A_download_that_fails_ends_the_bars_and_leaves_the_error_to_the_caller()
    {
        SaveProgress progress = new();
        progress.Add("piapi:one 1");

        await SaveBars.ShowAsync(Console(), Task.FromException(new IOException()), progress, TimeProvider.System);

        Assert.EndsWith("\e[?25h", Drawn(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 30_000_000, 120_000_000L, 10, "30 MB/120 MB, 3 MB/s, 30 s left")]
    [InlineData(60_000_000, 30_000_000, 120_000_000L, 10, "90 MB/120 MB, 3 MB/s, 10 s left")]
    [InlineData(60_000_000, 0, 120_000_000L, 10, "60 MB/120 MB")]
    [InlineData(0, 0, 120_000_000L, 0, "0 B/120 MB")]
    [InlineData(0, 30_000_000, null, 10, "30 MB, 3 MB/s")]
    [InlineData(0, 1_000_000, 361_000_000L, 10, "1 MB/361 MB, 100 kB/s, 60 min left")]
    [InlineData(0, 120_000_000, 120_000_000L, 10, "120 MB/120 MB, 12 MB/s")]
    public void The_speed_is_that_of_this_call_and_what_an_earlier_one_left_is_no_work_of_it(
        int left, int fetched, long? whole, int seconds, string words)
    {
        var file = new SaveProgress().Add("piapi:one 1");
        file.Start(left, whole);
        file.Add(fetched);

        Assert.Equal(words, SavePace.Of(file, TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void A_file_that_starts_again_has_no_speed_below_zero()
    {
        var file = new SaveProgress().Add("piapi:one 1");
        file.Start(60_000_000, 120_000_000);
        file.Start(0, 120_000_000);
        file.Add(30_000_000);

        Assert.Equal("30 MB/120 MB", SavePace.Of(file, TimeSpan.FromSeconds(10)));
    }

    private string Drawn()
    {
        lock (output) return text.ToString();
    }

    private IAnsiConsole Console(int width = 100)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Enrichment = new() { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        return console;
    }
}
