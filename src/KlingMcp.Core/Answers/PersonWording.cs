using KlingMcp.Domain;

namespace KlingMcp.Answers;

/// <summary>The wording for a person who types commands.</summary>
/// <param name="option">An option that every command line needs, with a space in front; empty for none.</param>
internal sealed class PersonWording(string option = "") : Wording
{
    public override string FullDetail => "--full";

    public override string ShortLived => $"The address is short-lived. To keep the file, run: kling-mcp save ID{option}";

    public override string SaveLater(string task) => $"Nothing to save yet. {WaitFor(task, again: false, "")}";

    public override string SaveAgain(string task) =>
        $"What has arrived is kept. For the rest, run: kling-mcp save {Quoted(task)}{option}";

    public override string OpenListed => $"For outputs or a failure's reason, run: kling-mcp get ID{option}";

    public override string LookAgain => "A task shown \"as last seen\" may have ended since.";

    public override string SeeProviders => "To see which variable to set, run: kling-mcp providers";

    public override string Again => "Try again";

    public override string WaitFor(string task, bool again, string when) =>
        WaitForAll([task], again, when);

    public override string WaitForAll(IReadOnlyList<string> tasks, bool again, string when) =>
        $"Not failed; do not resubmit. To {(again ? "go on waiting" : "wait")}{when}, run: {Wait(tasks)}";

    public override string WaitForSome(IReadOnlyList<string> running, bool again, string when) => running.Count == 1
        ? $"The running one has not failed; do not resubmit. To wait for it{when}, run: {Wait(running)}"
        : $"The running ones have not failed; do not resubmit. To wait for them{when}, run: {Wait(running)}";

    public override string CheckKey(string variables) => $"Check {variables}. To try every key, run: kling-mcp doctor";

    public override string? HintOf(Fault fault) => fault.PersonHint ?? fault.Hint;

    private string Wait(IReadOnlyList<string> tasks) => $"kling-mcp wait {string.Join(' ', tasks.Select(Quoted))}{option}";

    /// <summary>A word, quoted for a shell if necessary.</summary>
    private static string Quoted(string word) =>
        word.All(static c => char.IsLetterOrDigit(c) || "-_.:/@+=".Contains(c, StringComparison.Ordinal)) ? word : $"'{word}'";
}
