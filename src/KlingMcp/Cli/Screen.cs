using System.Text;
using Spectre.Console;

namespace KlingMcp.Cli;

/// <summary>Where a command writes: answers to standard output, whatever else there is to say to standard error.</summary>
internal sealed class Screen
{
    /// <summary>Wide enough that nothing is broken into lines when nobody looks.</summary>
    private const int PipeWidth = 500;

    public Screen()
    {
        Output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
        IsTerminal = !Console.IsOutputRedirected;
        Drawing = AnsiConsole.Create(new()
        {
            Out = new Paper(Output, IsTerminal),
            Ansi = IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; } = Console.Error;

    /// <summary>Somebody looks at the output as it comes.</summary>
    public bool IsTerminal { get; }

    /// <summary>Draws on <see cref="Output"/>; without a terminal no colours, nothing that moves, no broken lines.</summary>
    public IAnsiConsole Drawing { get; }

    private sealed class Paper(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
    {
        private readonly AnsiConsoleOutput terminal = new(writer);

        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => isTerminal ? terminal.Width : PipeWidth;

        public int Height => terminal.Height;

        public void SetEncoding(Encoding encoding)
        {
            // UTF-8 for good
        }
    }
}
