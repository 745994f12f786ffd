namespace KlingMcp.Cli.Hosts;

/// <summary>What stands between the last element of an object or array and its end: spaces, comments, perhaps a comma.</summary>
internal readonly ref struct JsonGap
{
    /// <param name="json">The text.</param>
    /// <param name="start">The offset behind the last element.</param>
    /// <param name="end">The offset of the closing bracket.</param>
    public JsonGap(ReadOnlySpan<byte> json, int start, int end)
    {
        ContentEnd = start;
        for (var i = start; i < end; i++)
        {
            if (json[i] is (byte)'/')
            {
                i = EndOfComment(json, i, end) - 1;
                ContentEnd = i + 1;
            }
            else if (json[i] is (byte)',')
            {
                HasComma = true;
                ContentEnd = i + 1;
            }
        }

        HasBreak = json[ContentEnd..end].Contains((byte)'\n');
    }

    /// <summary>The offset behind the last comma or comment; only spaces follow up to the closing bracket.</summary>
    public int ContentEnd { get; }

    /// <summary>The last element has a trailing comma.</summary>
    public bool HasComma { get; }

    /// <summary>The closing bracket is on a line of its own.</summary>
    public bool HasBreak { get; }

    /// <summary>The offset behind a comment; a line's end is not part of it.</summary>
    private static int EndOfComment(ReadOnlySpan<byte> json, int start, int end)
    {
        var isBlock = json[start + 1] is (byte)'*';
        var length = isBlock ? json[(start + 2)..end].IndexOf("*/"u8) + 4 : json[start..end].IndexOfAny((byte)'\r', (byte)'\n');
        return length < 0 ? end : start + length;
    }
}
