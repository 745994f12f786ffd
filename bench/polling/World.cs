using System.Globalization;

namespace KlingMcp.Bench.Polling;

/// <summary>A kind of task.</summary>
/// <param name="Name">The provider's name of the kind, which the program's own table contains.</param>
/// <param name="TunedMedian">In seconds, in the family that the schedule was tuned to.</param>
/// <param name="JudgedMedian">In seconds, in the families that judge it.</param>
internal sealed record TaskKind(string Label, string Name, double TunedMedian, double JudgedMedian);

/// <summary>A family of distributions: a shape that is stretched to the median of each kind.</summary>
/// <param name="Name">The name in the tables.</param>
/// <param name="Draw">A duration in units of roughly its median.</param>
internal sealed record Family(string Name, Func<Random, double> Draw);

/// <summary>One task to come.</summary>
/// <param name="Duration">From its creation to its end, in seconds.</param>
/// <param name="FirstPoll">Its age at the first poll, in seconds.</param>
/// <param name="Seed">Seed of everything else that is random about the task.</param>
internal readonly record struct SimulatedTask(double Duration, double FirstPoll, int Seed);

/// <summary>The tasks of the simulation, all from fixed seeds.</summary>
internal static class World
{
    private const double OldestAtFirstPoll = 30;

    public static IReadOnlyList<TaskKind> Kinds { get; } =
    [
        new("video 5 s", "video_generation", TunedMedian: 100, JudgedMedian: 75),
        new("video pro or 10 s", "m2v_img2video_hq", TunedMedian: 180, JudgedMedian: 215),
        new("image", "generations", TunedMedian: 30, JudgedMedian: 24),
        new("element", "advanced-custom-elements", TunedMedian: 20, JudgedMedian: 50),
    ];

    /// <summary>The family that the schedule's constants were chosen on: narrow, middling and wide.</summary>
    public static IReadOnlyList<Family> Tuned { get; } = [LogNormal(0.25), LogNormal(0.4), LogNormal(0.7)];

    /// <summary>The families that judge it, none of which it was tuned to.</summary>
    public static IReadOnlyList<Family> Judges { get; } =
    [
        new("log-logistic, heavy tail", r => Math.Pow((1 / Uniform(r)) - 1, 1 / 3.5)),
        new("queue, then work", r => Math.Max(0.1, 0.62 + (0.12 * Normal(r)) + (0.45 * Exponential(r)))),
        new("two models, 3 : 1", r => (r.NextDouble() < 0.75 ? 0.9 : 2) * Math.Exp(0.2 * Normal(r))),
        new("stragglers (Pareto)", r => r.NextDouble() < 0.88 ? 0.97 * Math.Exp(0.22 * Normal(r)) : 1.2 * Math.Pow(Uniform(r), -1 / 1.8)),
        new("wide (Weibull)", r => Math.Pow(Exponential(r) / Math.Log(2), 1 / 2.2)),
    ];

    /// <summary>The tasks of one kind in one family.</summary>
    public static SimulatedTask[] Tasks(Family family, double median, int count, int seed)
    {
        var random = new Random(seed);
        var tasks = new SimulatedTask[count];
        for (var i = 0; i < count; i++)
            tasks[i] = new(Math.Max(2, median * family.Draw(random)), OldestAtFirstPoll * random.NextDouble(), random.Next());

        return tasks;
    }

    private static Family LogNormal(double deviation) =>
        new($"log-normal {deviation.ToString(CultureInfo.InvariantCulture)}", r => Math.Exp(deviation * Normal(r)));

    public static double Normal(Random random) => Math.Sqrt(2 * Exponential(random)) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Exponential(Random random) => -Math.Log(Uniform(random));

    /// <summary>Above 0, up to 1.</summary>
    private static double Uniform(Random random) => 1 - random.NextDouble();
}
