using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers;

/// <summary>
/// One list of an account's tasks at its provider. A provider may have several: one for each kind or product. Each is read page by page,
/// and all of them are merged by time.
/// </summary>
/// <param name="Name">Distinguishes the lists of one provider; letters, digits, <c>/</c> and <c>-</c>.</param>
/// <param name="Call">The request for a page. Pure.</param>
/// <param name="Read">What the response says. Pure.</param>
internal sealed record TaskList(
    string Name, Func<ListRequest, Credentials, ListCall> Call, Func<ListRequest, ProviderResponse, Result<ListPage>> Read)
{
    /// <summary>The pages that one call reads at most.</summary>
    public int MaxPages { get; init; } = 3;

    /// <summary>
    /// Whether the provider takes <see cref="ListRequest.Until"/>. If not, a later call goes on from the page where this one stopped.
    /// </summary>
    public bool HasTimeBound { get; init; } = true;

    /// <summary>Its rows have neither outputs nor prompt: those that are listed are looked up.</summary>
    public bool IsBrief { get; init; }

    /// <summary>The list may not exist for every account: any fault but a refused key counts as an empty list.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The kind of all its tasks, as the provider names it; <see langword="null"/> for a list of several kinds.</summary>
    public string? Kind { get; init; }

    /// <summary>Whether a path asks for this list, in the sandbox and in the tests' server.</summary>
    public Func<LookupPath, bool> IsAsked { get; init; } = static _ => false;

    /// <summary>
    /// The file with the template <c>history</c>, below the folder of the providers; <see langword="null"/> where the sandbox has no list.
    /// </summary>
    public string? SandboxFile { get; init; }
}

/// <summary>Which page of a list is wanted. Providers that cannot filter ignore what they cannot do; the rows are filtered again.</summary>
/// <param name="Size">How many rows are wanted.</param>
internal sealed record ListRequest(int Size)
{
    /// <summary>Only tasks of these states; empty for all.</summary>
    public IReadOnlyList<KlingTaskStatus> Statuses { get; init; } = [];

    /// <summary>Only tasks made at this time or later; <see langword="null"/> for no bound.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only tasks made at this time or earlier; <see langword="null"/> for no bound.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What the page before gave as <see cref="ListPage.Next"/>; <see langword="null"/> for the first page.</summary>
    public string? Page { get; init; }
}

/// <summary>The request for a page of a list, or for a balance.</summary>
/// <param name="Target">Path and query, escaped, without a leading slash.</param>
/// <param name="Json">
/// <see langword="null"/> for a GET. Some providers made this read a POST with a JSON body; it changes nothing there. Nothing else that
/// this program sends is a POST.
/// </param>
internal sealed record ListCall(string Target, string? Json = null);

/// <summary>A page of a list.</summary>
/// <param name="Tasks">Its rows; those that cannot be read are left out.</param>
/// <param name="Next">Gets the next page; <see langword="null"/> for the last one.</param>
internal sealed record ListPage(IReadOnlyList<KlingTask> Tasks, string? Next);
