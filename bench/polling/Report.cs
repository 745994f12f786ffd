using System.Globalization;

namespace KlingMcp.Bench.Polling;

/// <summary>The tables.</summary>
internal static class Report
{
    public static void Title(string text)
    {
        Console.WriteLine();
        Console.WriteLine(text);
        Console.WriteLine($"  {"",-30}{"polls",8}{"lag, s",9}{"95 %, s",9}   a fixed pause at as many polls");
    }

    public static void Line(string name, Outcome outcome) => Console.WriteLine(Row(name, outcome));

    /// <summary>With a fixed pause that spends as many polls beside it.</summary>
    /// <returns>How much less mean lag it has than that, in per cent.</returns>
    public static double Line(string name, Outcome outcome, IReadOnlyList<Cell> cells)
    {
        var other = Watching.FixedSpending(outcome.Polls, cells);
        var less = Less(outcome, other);
        Console.WriteLine(Row(name, outcome) + string.Create(CultureInfo.InvariantCulture,
            $"   lag {other.MeanLag,5:0.00}, 95 % {other.Lag95(),5:0.00}: {Math.Abs(less):0} % {(less < 0 ? "more" : "less")}"));
        return less;
    }

    /// <summary>How much less mean lag than another, in per cent.</summary>
    public static double Less(Outcome ours, Outcome other) => 100 * (1 - (ours.MeanLag / other.MeanLag));

    /// <summary>How much less mean lag than a fixed pause that spends as many polls, in per cent.</summary>
    public static double LessThanFixed(Outcome ours, IReadOnlyList<Cell> cells) => Less(ours, Watching.FixedSpending(ours.Polls, cells));

    private static string Row(string name, Outcome outcome) =>
        string.Create(CultureInfo.InvariantCulture, $"  {name,-30}{outcome.Polls,8:0.0}{outcome.MeanLag,9:0.00}{outcome.Lag95(),9:0.00}");
}
