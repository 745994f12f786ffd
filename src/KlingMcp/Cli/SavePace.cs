using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Saving;

namespace KlingMcp.Cli;

/// <summary>How far a file is and how fast it comes, in words. Pure.</summary>
internal static class SavePace
{
    /// <summary><c>34 MB/120 MB, 5 MB/s, 17 s left</c>, as far as it is known.</summary>
    /// <param name="file">The file.</param>
    /// <param name="elapsed">The time since its first byte.</param>
    public static string Of(FileProgress file, TimeSpan elapsed)
    {
        var size = file.Total is { } total ? $"{Size.Of(file.Done)}/{Size.Of(total)}" : Size.Of(file.Done);
        var speed = elapsed > TimeSpan.Zero ? file.Fetched / elapsed.TotalSeconds : 0;
        if (speed < 1) return size;

        var left = file.Total is { } whole && whole > file.Done
            ? $", {Seconds.Age(TimeSpan.FromSeconds((whole - file.Done) / speed))} left"
            : "";
        return $"{size}, {Size.Of((long)speed)}/s{left}";
    }
}
