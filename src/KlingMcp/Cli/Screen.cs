using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KlingMcp.Lookups;
using Spectre.Console;

namespace KlingMcp.Cli;

/// <summary>Where commands write: answers to standard output, everything else to standard error.</summary>
internal sealed class Screen
{
    /// <summary>The width without a terminal: wide enough that no line is wrapped.</summary>
    private const int PipeWidth = 500;

    /// <summary>Work that takes longer than this shows a spinner.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

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

    /// <summary>The columns and lines of the terminal.</summary>
    public (int Width, int Height) Size => (Drawing.Profile.Width, Drawing.Profile.Height);

    /// <summary>Writes JSON: in a terminal on several lines, otherwise on one. Nothing is escaped that JSON does not require.</summary>
    public void WriteJson(JsonElement json)
    {
        ArrayBufferWriter<byte> buffer = new();
        JsonWriterOptions options = new() { Indented = IsTerminal, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter writer = new(buffer, options)) json.WriteTo(writer);
        Output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>
    /// Awaits work. In a terminal, when it takes longer than half a second, a spinner and the time show that it goes on.
    /// </summary>
    /// <param name="what">What goes on.</param>
    /// <param name="work">The work.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isForPeople">False if the output is for a script.</param>
    public async Task<T> WhileAsync<T>(string what, Task<T> work, TimeProvider time, bool isForPeople)
    {
        var started = time.GetTimestamp();
        if (!IsTerminal || !isForPeople || await work.EndsWithinAsync(Patience, time)) return await work;

        await Drawing.Status().StartAsync(what, async status =>
        {
            do status.Status($"{what}, {time.GetElapsedTime(started).TotalSeconds:0} s");
            while (!await work.EndsWithinAsync(Patience, time));
        });
        return await work;
    }

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
