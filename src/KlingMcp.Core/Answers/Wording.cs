using KlingMcp.Domain;

namespace KlingMcp.Answers;

/// <summary>The sentences that depend on who reads them: a model that calls tools, or a person who types commands.</summary>
internal abstract class Wording
{
    public static Wording ForModel { get; } = new ModelWording();

    /// <summary>For a model that has a tool which saves outputs.</summary>
    public static Wording ForSavingModel { get; } = new ModelWording(savesFiles: true);

    public static Wording ForPerson { get; } = new PersonWording();

    /// <summary>The commands that it names start the sandbox, as this one did.</summary>
    public static Wording ForPersonInSandbox { get; } = new PersonWording(" --sandbox");

    /// <summary>How to see the prompt of a task whose address has expired.</summary>
    public abstract string FullDetail { get; }

    /// <summary>What to do about an address that is removed soon.</summary>
    public abstract string ShortLived { get; }

    /// <summary>The task still runs, so there is nothing to save yet.</summary>
    /// <param name="task">Its reference.</param>
    public abstract string SaveLater(string task);

    /// <summary>Not all files were saved, and how to go on.</summary>
    /// <param name="task">The task's reference.</param>
    public abstract string SaveAgain(string task);

    /// <summary>How to go on from a list.</summary>
    public abstract string OpenListed { get; }

    /// <summary>A listed task that was running when it was last seen may be over.</summary>
    public abstract string LookAgain { get; }

    /// <summary>How to see which variable to set.</summary>
    public abstract string SeeProviders { get; }

    /// <summary>The same request again, with a capital letter: <c>Call again</c>.</summary>
    public abstract string Again { get; }

    /// <summary>The task has not failed, and how to wait for it.</summary>
    /// <param name="task">Its reference.</param>
    /// <param name="again">It was waited for already.</param>
    /// <param name="when">When to do so, with a space in front; empty for at once.</param>
    public abstract string WaitFor(string task, bool again, string when);

    /// <summary>None of the tasks has failed, and how to wait for them.</summary>
    public abstract string WaitForAll(IReadOnlyList<string> tasks, bool again, string when);

    /// <summary>Some of the tasks still run, and how to wait for them.</summary>
    public abstract string WaitForSome(IReadOnlyList<string> running, bool again, string when);

    /// <summary>What to do about a refused key.</summary>
    /// <param name="variables">The variables of the key.</param>
    public abstract string CheckKey(string variables);

    /// <summary>What the caller should do, in one sentence; <see langword="null"/> for the category's standing advice.</summary>
    public abstract string? HintOf(Fault fault);
}
