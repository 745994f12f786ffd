using KlingMcp.Domain;

namespace KlingMcp.Saving;

/// <summary>The first bytes of a file, by which its format is recognised as early as possible.</summary>
/// <param name="type">What the provider promises.</param>
internal sealed class ByteHead(OutputType type)
{
    private readonly byte[] bytes = new byte[FileFormat.HeadLength];
    private int length;

    /// <summary>Adds the bytes that follow. Once there are enough, the format is checked.</summary>
    /// <exception cref="SaveFaultException">The file is not what was promised.</exception>
    public void Add(ReadOnlySpan<byte> next)
    {
        if (length == bytes.Length) return;

        var added = next[..Math.Min(next.Length, bytes.Length - length)];
        added.CopyTo(bytes.AsSpan(length));
        length += added.Length;
        if (length == bytes.Length) _ = Format();
    }

    /// <summary>The format.</summary>
    /// <inheritdoc cref="Add"/>
    public FileFormat Format()
    {
        var head = bytes.AsSpan(0, length);
        if (FileFormat.Of(head) is { } format && format.Fits(type)) return format;

        var found = head.IsEmpty ? "an empty file" : head.TrimStart(" \t\r\n"u8) is [(byte)'<', ..] ? "a web page" : "something else";
        throw new SaveFaultException(new(FaultCategory.BadResponse, $"{found} came instead of the {type.Word}")
        {
            Hint = "Look at the task on its provider's site; the address may have expired.",
        });
    }
}
