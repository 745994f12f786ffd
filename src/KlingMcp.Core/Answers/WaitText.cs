using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Answers;

/// <summary>The progress of a wait, in a few words.</summary>
internal static class WaitText
{
    public static string Of(WaitResult waited)
    {
        var seconds = $"{Seconds.Round(waited.Elapsed)} s";
        if (waited.Tasks is [var only])
            return $"{(only.Result.Value is { } task ? task.Status.Word : "looking")}, {seconds}";

        return $"{waited.Tasks.Count(static t => t.Result.Value?.Status.IsFinal is true)} of {waited.Tasks.Count} finished, {seconds}";
    }
}
