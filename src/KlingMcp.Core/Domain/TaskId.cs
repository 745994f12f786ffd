using System.Text;

namespace KlingMcp.Domain;

/// <summary>The grammar of task ids.</summary>
internal static class TaskId
{
    /// <summary>In Unicode scalar values.</summary>
    public const int MaxLength = 128;

    private const string Marks = "-_.~@+=*";

    /// <summary>
    /// 1–128 characters, each a letter or a digit of any script or one of <c>- _ . ~ @ + = *</c>, at least one letter or digit.
    /// So an id can neither climb up a path (<c>..</c>) nor end a part of an address.
    /// </summary>
    public static bool IsValid(string id)
    {
        var length = 0;
        var hasLetterOrDigit = false;
        for (var rest = id.AsSpan(); rest.Length > 0; length++)
        {
            if (length == MaxLength || Rune.DecodeFromUtf16(rest, out var rune, out var used) is not System.Buffers.OperationStatus.Done)
                return false;

            if (Rune.IsLetterOrDigit(rune)) hasLetterOrDigit = true;
            else if (!rune.IsAscii || !Marks.Contains((char)rune.Value)) return false;

            rest = rest[used..];
        }

        return hasLetterOrDigit;
    }
}
