using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.UseApi;

/// <summary>
/// <c>GET /v1/kling/assets/download</c> (<see href="https://useapi.net/docs/api-kling-v1"/>): the address of a work's file without
/// watermark, <c>{cdnUrl, status}</c>. It takes a paid plan of the Kling account.
/// </summary>
internal static class UseApiDownload
{
    public static CleanFileCall Call { get; } = new(
        static (output, credentials) => output is { Watermarked: true, Id: { } id } && IdForms.IsDigits(id, 1, 20)
            ? $"v1/kling/assets/download?workIds={id}&fileTypes={FileTypeOf(output.Type)}"
                + UseApiAccount.After("&email=", credentials)
            : null,
        Read);

    private static string FileTypeOf(OutputType type) => type switch
    {
        OutputType.Image => "PNG",
        OutputType.Audio or OutputType.Voice => "MP3",
        _ => "MP4",
    };

    private static Result<CleanFile> Read(ProviderResponse response)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);

        return response.Status is >= 200 and <= 299 && body["cdnUrl"].Address is { } address
            ? new CleanFile(address)
            : UseApiProvider.Refusal(response, body);
    }
}
