using System.Globalization;

namespace KlingMcp.Bench.Polling;

/// <summary>What must hold; one that fails makes the program fail.</summary>
internal sealed class Goals
{
    private readonly List<string> lines = [];

    /// <summary>Every goal so far was reached.</summary>
    public bool Reached { get; private set; } = true;

    /// <summary>A figure that must not be below a limit.</summary>
    public void AtLeast(string what, double figure, double limit)
    {
        var holds = figure >= limit;
        Reached &= holds;
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"  {(holds ? "ok  " : "FAIL")} {what}: {figure:0.0} (at least {limit:0})"));
    }

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine(Reached ? "goals" : "goals: not all reached");
        foreach (var line in lines) Console.WriteLine(line);
    }
}
