namespace KlingMcp.Bench.Polling;

/// <summary>A way in which a provider tells the time left.</summary>
/// <param name="Name">What it is called in the tables.</param>
/// <param name="Tell">In seconds: of a task, at an age, with the randomness of the task.</param>
internal sealed record Estimates(string Name, Func<SimulatedTask, double, Random, double> Tell)
{
    /// <summary>Each task's is off by a tenth or so, each telling by a twentieth.</summary>
    public static Estimates Good { get; } = new("good", (task, age, noise) => Left(task, age) * Own(task, 0.1) * Noise(noise, 0.05));

    public static IReadOnlyList<Estimates> Biased { get; } =
    [
        new("half too long", (task, age, noise) => 1.5 * Left(task, age) * Noise(noise, 0.05)),
        new("twice too long", (task, age, noise) => 2 * Left(task, age) * Noise(noise, 0.05)),
        new("two fifths too short", (task, age, noise) => 0.6 * Left(task, age) * Noise(noise, 0.05)),
        new("20 s too late", (task, age, _) => Left(task, age) + 20),
        new("20 s too early", (task, age, _) => Left(task, age) - 20),
        new("total off by a quarter", (task, age, _) => (task.Duration * Own(task, 0.25)) - age),
    ];

    public static IReadOnlyList<Estimates> Stale { get; } =
    [
        new("renewed every 30 s", (task, age, _) => task.Duration - (Math.Floor(age / 30) * 30)),
        new("the first, for ever", (task, _, _) => Left(task, task.FirstPoll)),
        new("60 s, for ever", (_, _, _) => 60),
        new("about 60 s, for ever", (_, _, noise) => 60 * Noise(noise, 0.1)),
        new("the total, for ever", (task, _, _) => task.Duration),
        new("half as fast as time", (task, age, _) => (1.2 * task.Duration) - task.FirstPoll - ((age - task.FirstPoll) / 2)),
    ];

    /// <summary>As a provider writes it: whole seconds, never below zero.</summary>
    public int Told(SimulatedTask task, double age, Random noise) => (int)Math.Max(0, Math.Round(Tell(task, age, noise)));

    private static double Left(SimulatedTask task, double age) => task.Duration - age;

    private static double Own(SimulatedTask task, double deviation) => Math.Exp(deviation * World.Normal(new(task.Seed)));

    private static double Noise(Random random, double deviation) => Math.Max(0, 1 + (deviation * World.Normal(random)));
}
