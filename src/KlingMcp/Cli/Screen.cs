using System.Text;
using Spectre.Console;

namespace KlingMcp.Cli;

/// <summary>Where commands write: answers to standard output, everything else to standard error.</summary>
internal sealed class Screen
{
    /// <summary>The width without a terminal: wide enough that no line is wrapped.</summary>
    private const int PipeWidth = 500;

    /// <param name="output">Standard output.</param>
    public Screen(Stream output)
    {
        Output = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
        {
            AutoFlush = true,
            NewLine = "\n",
        };
        IsTerminal = !Console.IsOutputRedirected;
        Drawing = AnsiConsole.Create(new()
        {
            Out = new ScreenOutput(Output, IsTerminal),
            Ansi = IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; } = Console.Error;

    /// <summary>Whether the output is a terminal.</summary>
    public bool IsTerminal { get; }

    /// <summary>Draws on <see cref="Output"/>; without a terminal there are no colours, no animation and no wrapped lines.</summary>
    public IAnsiConsole Drawing { get; }

    private sealed class ScreenOutput(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
    {
        private readonly AnsiConsoleOutput terminal = new(writer);

        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => isTerminal ? terminal.Width : PipeWidth;

        public int Height => terminal.Height;

        public void SetEncoding(Encoding encoding)
        {
            // The encoding is always UTF-8.
        }
    }
}
