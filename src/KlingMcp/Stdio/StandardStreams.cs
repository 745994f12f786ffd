using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KlingMcp.Stdio;

/// <summary>
/// Standard input, output and error as the program was started with them. A number that was closed at the start is given to whatever is
/// opened next (a pipe of the runtime, a connection to a provider), so it must not be read or written as a standard stream.
/// </summary>
internal static class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>Keeps the free numbers taken.</summary>
    private static readonly List<SafeFileHandle> Taken = [];

    private static readonly bool[] AreOpen = [true, true, true];

    /// <summary>Looks which streams are closed and takes their numbers. Called before anything else opens a file.</summary>
    public static void Check()
    {
        if (OperatingSystem.IsWindows()) return;

        foreach (var stream in (int[])[Input, Output, Error])
        {
            // A descriptor with this flag is not inherited, so the runtime has opened it already.
            var flags = FileControl(stream, GetDescriptorFlags);
            AreOpen[stream] = flags >= 0 && (flags & CloseOnExec) == 0;
            if (flags < 0) Taken.Add(OpenNull());
        }

        if (!AreOpen[Error]) Console.SetError(TextWriter.Null);
    }

    /// <summary>Standard input; empty if it was closed.</summary>
    public static Stream OpenInput() => AreOpen[Input] ? Console.OpenStandardInput() : Stream.Null;

    /// <summary>
    /// Standard output as a command writes it: a reader that leaves (<c>| head</c>) is no error. If it was closed, every write fails.
    /// </summary>
    public static Stream OpenOutput() =>
        AreOpen[Output] ? Console.OpenStandardOutput() : new FileStream(OpenNull(), FileAccess.Write, bufferSize: 0);

    /// <summary>Standard output of a session, where a reader that leaves is an error.</summary>
    public static Stream OpenSessionOutput()
    {
        if (!AreOpen[Output] || OperatingSystem.IsWindows()) return OpenOutput();

        // The console's own stream hides broken pipes. A file is written through it nevertheless, because it appends.
        FileStream output = new(new SafeFileHandle(Output, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return output.CanSeek ? OpenOutput() : output;
    }

    /// <summary>A file that cannot be written to, because it is opened for reading.</summary>
    private static SafeFileHandle OpenNull() => File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    // fcntl has a variable number of arguments; this command takes none, so the call is the same on every system.
    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(int descriptor, int command);
}
