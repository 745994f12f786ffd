using System.Text;

namespace KlingMcp.Domain;

/// <summary>The grammar of ids: what may stand in an address as exactly one id.</summary>
internal static class TaskId
{
    /// <summary>In characters (Unicode scalar values).</summary>
    public const int MaxLength = 128;

    private const string Marks = "-_.~@+=*";

    /// <summary>
    /// 1–128 characters, each a letter or a digit of any script or one of <c>- _ . ~ @ + = *</c>, at least one letter or digit:
    /// so neither a path step (<c>..</c>) nor anything that ends an address's part is an id.
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
