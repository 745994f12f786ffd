using System.Globalization;

namespace KlingMcp.Bench.Polling;

/// <summary>What must hold; one that fails makes the program fail.</summary>
internal sealed class Goals
{
    private readonly List<string> lines = [];

    /// <summary>Every goal so far was reached.</summary>
    public bool Reached { get; private set; } = true;

    /// <summary>A figure that must not be below a limit.</summary>
    public void AtLeast(string what, double figure, double limit) =>
        Add(figure >= limit, string.Create(CultureInfo.InvariantCulture, $"{what}: {figure:0.0} (at least {limit:0})"));

    /// <summary>A figure that must not be above a limit.</summary>
    public void AtMost(string what, double figure, double limit) =>
        Add(figure <= limit, string.Create(CultureInfo.InvariantCulture, $"{what}: {figure:0.00} (at most {limit:0.0})"));

    private void Add(bool isReached, string line)
    {
        Reached &= isReached;
        lines.Add($"  {(isReached ? "ok  " : "FAIL")} {line}");
    }

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine(Reached ? "goals" : "goals: not all reached");
        foreach (var line in lines) Console.WriteLine(line);
    }
}
