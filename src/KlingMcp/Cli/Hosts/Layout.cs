using System.Text;

namespace KlingMcp.Cli.Hosts;

/// <summary>How a text is laid out, so that what is added looks like the rest.</summary>
/// <param name="NewLine">The end of a line.</param>
/// <param name="Unit">The spaces or tabs of one level.</param>
internal sealed record Layout(string NewLine, string Unit)
{
    private const int MaxSpaces = 8;

    /// <summary>The beginning of a line at a depth.</summary>
    public string LineAt(int depth) => NewLine + string.Concat(Enumerable.Repeat(Unit, depth));

    /// <summary>The layout of a text: its line ends, and its first indentation.</summary>
    public static Layout Of(byte[] text)
    {
        var lines = Encoding.UTF8.GetString(text).Split('\n');
        var indented = lines.FirstOrDefault(static l => l.Length > 1 && l[0] is ' ' or '\t' && l.Trim() is not ("" or ['*', ..]));
        return new(
            lines is [[.., '\r'], ..] ? "\r\n" : "\n",
            indented switch
            {
                null => "  ",
                ['\t', ..] => "\t",
                var line => new(' ', Math.Min(MaxSpaces, line.Length - line.TrimStart(' ').Length)),
            });
    }
}
