using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers;

namespace KlingMcp.Sandbox;

/// <summary>
/// Answers lookups in a provider's own format, from the template bodies beside its adapter. Pure; used by the sandbox and by the
/// tests' server.
/// </summary>
/// <remarks>
/// A template file is a JSON object. Each member that is named after a state (<c>queued</c>, <c>processing</c>, <c>succeeded</c>,
/// <c>failed</c>, <c>failed_for_credit</c>, <c>cancelled</c>, <c>unknown</c>) or after a refusal (<c>not_found</c>,
/// <c>invalid_id</c>, <c>no_such_path</c>) contains an HTTP status and a body. Where a request may ask for several tasks,
/// <c>list</c> contains the answer and the states contain its items. A list of all tasks is <c>history</c>; its items are
/// <c>history_row</c>, or the states. <c>balance</c> and <c>usage</c> are what the account has left.
/// Other members: <c>documentation</c>, the provider's page
/// that describes the bodies, and <c>kind</c>, the kind of a task that names none.
/// </remarks>
internal static class SandboxResponder
{
    /// <summary>The provider's answer to a request.</summary>
    /// <param name="provider">The provider that is asked.</param>
    /// <param name="path">The path and query of the request, after the base address.</param>
    /// <param name="find">The task with an id or external id; <see langword="null"/> if there is none.</param>
    /// <param name="all">All tasks, newest first; <see langword="null"/> for none.</param>
    public static ProviderResponse Answer(
        ProviderDescriptor provider, LookupPath path, Func<string, SandboxTask?> find, Func<IEnumerable<SandboxTask>>? all = null)
    {
        if (ListAt(provider, path) is { } history) return History(TemplateFile.Load(history), all?.Invoke() ?? []);
        if (BalanceAt(provider, path) is { } balance) return Response(TemplateFile.Load(balance.SandboxFile)[balance.Name], []);

        var asked = provider.ReadAddress(path);
        var template = provider.Sandbox(asked);
        var file = TemplateFile.Load(template.File);
        if (asked is null) return Refusal(file.Find("no_such_path") ?? file["not_found"], "");
        if (file.List is { } list) return List(list, file, template, asked, find);

        if (!template.AcceptsId(asked.Id) && !asked.Id.StartsWith(SandboxTask.IdPrefix, StringComparison.OrdinalIgnoreCase))
            return Refusal(file["invalid_id"], asked.Id);
        if (find(asked.Id) is not { } task || !template.Finds(asked, task)) return Refusal(file["not_found"], asked.Id);

        var answer = file[StateOf(task)];
        return Response(answer, ValuesOf(task, file));
    }

    private static string? ListAt(ProviderDescriptor provider, LookupPath path) =>
        provider.Keys.SelectMany(static k => k.Api.Lists).FirstOrDefault(list => list.IsAsked(path))?.SandboxFile;

    private static BalanceCall? BalanceAt(ProviderDescriptor provider, LookupPath path) =>
        provider.Keys.SelectMany(static k => k.Api.Balance).FirstOrDefault(call => call.IsAsked(path));

    private static ProviderResponse History(TemplateFile file, IEnumerable<SandboxTask> tasks)
    {
        var row = file.Find("history_row");
        IReadOnlyList<byte[]> rows =
            [.. tasks.Select(task => TemplateFiller.Fill((row ?? file[StateOf(task)]).Body, ValuesOf(task, file)))];
        return Response(file["history"], new() { ["$tasks"] = rows });
    }

    private static ProviderResponse List(
        TemplateAnswer list, TemplateFile file, SandboxTemplate template, AddressedTask asked, Func<string, SandboxTask?> find)
    {
        IReadOnlyList<byte[]> tasks =
        [
            .. from id in asked.Id.Split(',')
               let task = find(id)
               where task is not null && template.Finds(asked with { Id = id }, task)
               select TemplateFiller.Fill(file[StateOf(task)].Body, ValuesOf(task, file)),
        ];
        return Response(list, new() { ["$tasks"] = tasks });
    }

    private static ProviderResponse Refusal(TemplateAnswer answer, string id) => Response(answer, new() { ["$id"] = id });

    private static ProviderResponse Response(TemplateAnswer answer, Dictionary<string, object?> values) =>
        new(answer.Status, TemplateFiller.Fill(answer.Body, values)) { ContentType = "application/json" };

    private static string StateOf(SandboxTask task) =>
        task is { Status: KlingTaskStatus.Failed, Failure: FaultCategory.InsufficientCredit } ? "failed_for_credit" : task.Status.Word;

    private static Dictionary<string, object?> ValuesOf(SandboxTask task, TemplateFile file) => new()
    {
        ["$id"] = task.Id,
        ["$number"] = long.TryParse(task.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : task.Id,
        ["$external_id"] = task.ExternalId,
        ["$word"] = task.Status.Word,
        ["$kind"] = task.Kind ?? file.Kind,
        ["$url"] = task.Url,
        ["$marked_url"] = $"{task.Url}?marked",
        ["$eta"] = (long?)task.EtaSeconds,
        ["$created_s"] = task.CreatedAt.ToUnixTimeSeconds(),
        ["$created_ms"] = task.CreatedAt.ToUnixTimeMilliseconds(),
        ["$created_rfc3339"] = Rfc3339(task.CreatedAt),
        ["$updated_s"] = task.UpdatedAt.ToUnixTimeSeconds(),
        ["$updated_ms"] = task.UpdatedAt.ToUnixTimeMilliseconds(),
        ["$updated_rfc3339"] = Rfc3339(task.UpdatedAt),
    };

    /// <summary>UTC with nine fractional digits, as PiAPI writes it.</summary>
    private static string Rfc3339(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);
}
