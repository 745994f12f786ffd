using KlingMcp.Domain;

namespace KlingMcp.Answers;

/// <summary>The wording for a model that calls tools.</summary>
/// <param name="savesFiles">Whether it has the tool that saves outputs.</param>
internal sealed class ModelWording(bool savesFiles = false) : Wording
{
    /// <summary>Running tasks that are named. Beyond this, their number is given.</summary>
    private const int MaxNamed = 10;

    public override string FullDetail => "detail=full";

    public override string ShortLived =>
        savesFiles ? "Short-lived: save_kling_outputs keeps it." : "Save it now: the address is short-lived.";

    public override string SaveLater(string task) =>
        "Not failed, nothing to save yet: call wait_for_kling_task, then save_kling_outputs.";

    public override string SaveAgain(string task) => "Call save_kling_outputs again: what has arrived is kept.";

    public override string OpenListed => "For outputs or a failure's reason call get_kling_task with a task.";

    public override string LookAgain => "What runs \"as last seen\" may be over: get_kling_task tells.";

    public override string SeeProviders => "Call list_kling_providers to see which variable to set.";

    public override string Again => "Call again";

    public override string WaitFor(string task, bool again, string when) =>
        $"Not failed; call wait_for_kling_task{Once(again)}{when}, do not resubmit.";

    public override string WaitForAll(IReadOnlyList<string> tasks, bool again, string when) =>
        $"Not failed; call wait_for_kling_tasks{Once(again)}{when}, do not resubmit.";

    public override string WaitForSome(IReadOnlyList<string> running, bool again, string when)
    {
        var (subject, pronoun) = running.Count == 1 ? ("The running one has", "it") : ("The running ones have", "them");
        var names = running.Count <= MaxNamed ? string.Join(", ", running) : $"the {running.Count} of them";
        return $"{subject} not failed: call wait_for_kling_tasks{Once(again)} with {pronoun} ({names}){when}, do not resubmit.";
    }

    public override string CheckKey(string variables) => $"Check {variables} in the MCP host's configuration and restart it.";

    public override string? HintOf(Fault fault) => fault.Hint;

    private static string Once(bool again) => again ? " again" : "";
}
