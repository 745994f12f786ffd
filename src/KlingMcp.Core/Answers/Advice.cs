using KlingMcp.Domain;

namespace KlingMcp.Answers;

/// <summary>The standard wording of faults and failures: what happened, and what to do in one sentence.</summary>
internal static class Advice
{
    /// <summary>What to do about a failed task.</summary>
    public static string For(TaskFailure failure, string provider) => failure.Category switch
    {
        _ when failure.ToldRetryable is true => $"{provider} says that it may succeed if submitted again.",
        FaultCategory.Moderation => "Change the prompt or the image; the same request will fail again.",
        FaultCategory.InvalidInput => "Correct the input or its parameters; the same request will fail again.",
        FaultCategory.InsufficientCredit => $"Add credit at {provider}, then submit it again.",
        _ when failure.ToldRetryable is false => $"{provider} says that the same request will fail again.",
        _ when failure.Retryable is true => "Such a reason passes: submit it again later.",
        _ => "KlingMcp does not know this reason: read it before you submit again; a submission costs money.",
    };

    /// <summary>What to do about a lookup that could not be made: the fault's own hint, or else the advice for its category.</summary>
    public static string For(Fault fault, Wording wording) =>
        fault.MoreHint is { } more ? $"{Usual(fault, wording)} {more}" : Usual(fault, wording);

    private static string Usual(Fault fault, Wording wording)
    {
        var provider = fault.Provider ?? "the provider";
        var variables = fault.KeyVariables ?? "the key's variable";
        return wording.HintOf(fault) ?? fault.Category switch
        {
            FaultCategory.InvalidInput => "Check the id.",
            FaultCategory.NotConfigured => wording.SeeProviders,
            FaultCategory.NotFound => $"Check the id, and that it was made with the account of {variables}.",
            FaultCategory.Ambiguous => "Say which one is meant.",
            FaultCategory.Auth => wording.CheckKey(variables),
            FaultCategory.Permission => $"The account of {variables} may not do this; check its rights at {provider}.",
            FaultCategory.InsufficientCredit => $"Add credit or quota to the account of {variables} at {provider}.",
            FaultCategory.RateLimited => WhenToCall(fault, wording),
            FaultCategory.Moderation => "Change the prompt or the image.",
            FaultCategory.ProviderUnavailable =>
                $"{Attempts(fault)}This says nothing about the task; do not resubmit. {WhenToCall(fault, wording)}",
            FaultCategory.Timeout => $"{Attempts(fault)}{wording.Again}; the task itself is not affected.",
            FaultCategory.Network => $"Check the network and the base address of {provider}, "
                + $"then {wording.Again.ToLowerInvariant()}; the task itself is not affected.",
            FaultCategory.BadResponse => $"The answer of {provider} could not be used; look at the task on its own site.",
            FaultCategory.GenerationFailed => "Submit it again.",
            _ => "This is a bug in kling-mcp; please report it.",
        };
    }

    private static string WhenToCall(Fault fault, Wording wording) =>
        fault.RetryAfter is { } pause ? $"{wording.Again} in {Seconds.Up(pause)} s." : $"{wording.Again} in a minute.";

    private static string Attempts(Fault fault) => fault.Attempts > 1 ? $"Asked {fault.Attempts} times. " : "";

    /// <summary>What happened, in our words: the fault's own message, or else the sentence of its category.</summary>
    public static string Sentence(Fault fault)
    {
        var provider = fault.Provider ?? "the provider";
        return fault.Message ?? fault.Category switch
        {
            FaultCategory.NotFound => $"{provider} knows no such task",
            FaultCategory.Auth => $"{provider} refused the key",
            FaultCategory.Permission => $"{provider} does not permit it",
            FaultCategory.InsufficientCredit => $"{provider} says that the account has no credit or quota left",
            FaultCategory.RateLimited => $"{provider} wants fewer requests",
            FaultCategory.ProviderUnavailable => $"{provider} is not available",
            FaultCategory.Timeout => $"{provider} took too long",
            FaultCategory.Network => $"{provider} could not be reached",
            FaultCategory.BadResponse => $"{provider} sent something that is no task",
            FaultCategory.InvalidInput => $"{provider} refused the request",
            _ => $"{provider} refused",
        };
    }
}
