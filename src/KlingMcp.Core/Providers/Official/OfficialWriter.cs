using System.Text.Json.Nodes;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Official;

/// <summary>Writes what <see cref="TasksQuery"/> and <see cref="PathQuery"/> read.</summary>
internal static class OfficialWriter
{
    /// <inheritdoc cref="SandboxResponder"/>
    public static ProviderResponse Write(LookupPath rest, Func<string, SandboxTask?> world)
    {
        if (OfficialProvider.ReadAddress(rest) is not { } asked) return KlingTaskWriter.NotFound("");
        if (asked.Kind is null) return Wire.Json(200, KlingTaskWriter.Envelope(Listed(asked, world)));

        return world(asked.Id) is { } task && (task.Kind ?? KlingKinds.All[0]) == asked.Kind
            ? Wire.Json(200, KlingTaskWriter.Envelope(KlingTaskWriter.TaskOf(task)))
            : KlingTaskWriter.NotFound(asked.Id);
    }

    private static JsonArray Listed(AddressedTask asked, Func<string, SandboxTask?> world) => new(
    [
        .. from id in asked.Id.Split(',')
           let task = world(id)
           where task is not null && (asked.External ? task.ExternalId : task.Id) == id
           select TaskOf(task),
    ]);

    private static JsonObject TaskOf(SandboxTask task)
    {
        var written = new JsonObject
        {
            ["id"] = task.Id,
            ["status"] = KlingTaskWriter.WordOf(task),
            ["message"] = KlingTaskWriter.ReasonOf(task),
            ["create_time"] = task.CreatedAt.ToUnixTimeMilliseconds(),
            ["update_time"] = task.UpdatedAt.ToUnixTimeMilliseconds(),
        };
        if (task.ExternalId is { } external) written["external_id"] = external;
        if (task.Status is not KlingTaskStatus.Succeeded) return written;

        var video = KlingTaskWriter.VideoOf(task);
        video["type"] = "video";
        written["outputs"] = new JsonArray(video);
        written["billing"] = new JsonArray(new JsonObject { ["charge_type"] = "unit", ["amount"] = "3", ["package_type"] = "video" });
        return written;
    }
}
