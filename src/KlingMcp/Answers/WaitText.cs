using KlingMcp.Domain;
using KlingMcp.Tasks;

namespace KlingMcp.Answers;

/// <summary>How a wait goes, in a few words.</summary>
internal static class WaitText
{
    public static string Of(Waited waited)
    {
        var seconds = $"{Seconds.Round(waited.Elapsed)} s";
        if (waited.Tasks is [var only])
            return $"{(only.Reading.Task is { } task ? task.Status.Word : "looking")}, {seconds}";

        return $"{waited.Tasks.Count(static t => t.Reading.Task?.Status.IsFinal is true)} of {waited.Tasks.Count} finished, {seconds}";
    }
}
