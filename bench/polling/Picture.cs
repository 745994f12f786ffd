using System.Globalization;
using System.Text;

namespace KlingMcp.Bench.Polling;

/// <summary>Draws mean lag against polls as an SVG that is readable on light and dark pages.</summary>
internal static class Picture
{
    private const double MostPolls = 50, MostLag = 8;
    private const int Left = 56, Top = 24, Width = 560, Height = 300;
    private static readonly double[] Pauses = [2, 3, 5, 10, 15];
    private static readonly double[] Spacings = [0.12, 0.15, 0.19, 0.24, 0.3, 0.38, 0.48, 0.6, 0.8, 1, 1.3];

    private const string Style = """
        <title>Mean lag against polls a task: the schedule beside fixed pauses</title>
        <style>
        text { fill: #4b5563 } .grid { stroke: #9ca3af; stroke-opacity: 0.35 } polyline { fill: none; stroke-width: 2 }
        .fixed { stroke: #d97706 } .ours { stroke: #3b82f6 } .is-fixed { fill: #d97706 } .is-ours { fill: #3b82f6 }
        .is-told { fill: #16a34a } .is-back { fill: #a855f7 }
        @media (prefers-color-scheme: dark) {
        text { fill: #9ca3af } text.is-fixed { fill: #f59e0b } text.is-ours { fill: #60a5fa } text.is-told { fill: #4ade80 } }
        </style>
        """;

    public static string Of(IReadOnlyList<Cell> cells, Judgement judgement)
    {
        var svg = new StringBuilder();
        svg.AppendLine(Invariant($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Left + Width + 24} {Top + Height + 56}" """)
            + """role="img" font-family="sans-serif" font-size="13">""");
        svg.AppendLine(Style);
        Grid(svg);

        Line(svg, "fixed", Enumerable.Range(6, 85).Select(n => Watching.Fixed(cells, n / 5.0)));
        foreach (var pause in Pauses) Dot(svg, "fixed", Watching.Fixed(cells, pause), Invariant($"fixed {pause} s"));
        Line(svg, "ours", Spacings.Select(spacing => new Ours(Knowledge.Learned).With(spacing).Over(cells)));
        Dot(svg, "ours", judgement.Learned, "the schedule", -8, 14, "end");
        Dot(svg, "told", judgement.Good, "with good estimates", 8, 4);
        Dot(svg, "back", judgement.BackOff, "back-off 1.5 to 15 s");
        return svg.AppendLine("</svg>").ToString();
    }

    private static void Grid(StringBuilder svg)
    {
        for (var lag = 0; lag <= MostLag; lag += 2)
        {
            svg.AppendLine(Invariant($"""<line class="grid" x1="{Left}" x2="{Left + Width}" y1="{Y(lag):0.#}" y2="{Y(lag):0.#}"/>"""));
            svg.AppendLine(Invariant($"""<text x="{Left - 8}" y="{Y(lag) + 4:0.#}" text-anchor="end">{lag}</text>"""));
        }

        for (var polls = 0; polls <= MostPolls; polls += 10)
            svg.AppendLine(Invariant($"""<text x="{X(polls):0.#}" y="{Top + Height + 20}" text-anchor="middle">{polls}</text>"""));

        svg.AppendLine(Invariant($"""<text x="{Left + (Width / 2)}" y="{Top + Height + 44}" text-anchor="middle">polls a task</text>"""));
        svg.AppendLine(Invariant($"""<text transform="translate(18 {Top + (Height / 2)}) rotate(-90)" text-anchor="middle">""")
            + "mean lag, seconds</text>");
    }

    private static void Line(StringBuilder svg, string look, IEnumerable<Outcome> outcomes)
    {
        var points = outcomes.Where(o => o.Polls <= MostPolls && o.MeanLag <= MostLag)
            .Select(o => Invariant($"{X(o.Polls):0.#},{Y(o.MeanLag):0.#}"));
        svg.AppendLine($"""<polyline class="{look}" points="{string.Join(' ', points)}"/>""");
    }

    private static void Dot(StringBuilder svg, string look, Outcome at, string label, int dx = 8, int dy = -6, string anchor = "start")
    {
        svg.AppendLine(Invariant($"""<circle class="is-{look}" cx="{X(at.Polls):0.#}" cy="{Y(at.MeanLag):0.#}" r="4"/>"""));
        var (x, y) = (X(at.Polls) + dx, Y(at.MeanLag) + dy);
        svg.AppendLine(Invariant($"""<text class="is-{look}" x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}">{label}</text>"""));
    }

    private static double X(double polls) => Left + (Width * polls / MostPolls);

    private static double Y(double lag) => Top + (Height * (1 - (lag / MostLag)));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
