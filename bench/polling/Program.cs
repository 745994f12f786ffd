using KlingMcp.Bench.Polling;

// --quick: fewer tasks. --svg PATH: writes the picture. --tune: only shows how the schedule's constants were chosen.
var count = args.Contains("--quick") ? 1_000 : 20_000;
if (args.Contains("--tune"))
{
    count = Math.Min(count, 5_000);
    Tuning.Show(CellsOf(World.Tuned, k => k.TunedMedian));
    return 0;
}

Console.WriteLine(
    $"{count} tasks of each of {World.Kinds.Count} kinds in each of {World.Judges.Count} families; age at the first poll 0–30 s");
var cells = CellsOf(World.Judges, k => k.JudgedMedian);
var judgement = new Judgement(cells);
if (args.SkipWhile(a => a != "--svg").ElementAtOrDefault(1) is { } path) File.WriteAllText(path, Picture.Of(cells, judgement));

return judgement.Reached ? 0 : 1;

Cell[] CellsOf(IReadOnlyList<Family> families, Func<TaskKind, double> median) =>
[
    .. from f in families.Index()
       from k in World.Kinds.Index()
       select new Cell(f.Item, k.Item, median(k.Item), World.Tasks(f.Item, median(k.Item), count, seed: 1 + (100 * f.Index) + k.Index)),
];
