using System.Net;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Sandbox;

/// <summary>Stands in for the servers of files: each output of the sandbox is a tiny sample that is built into the program.</summary>
internal sealed class SandboxMediaHandler : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Options.TryGetValue(MediaRequestOptions.Type, out var type);
        var name = type switch
        {
            OutputType.Image => "image.png",
            OutputType.Audio or OutputType.Voice => "audio.mp3",
            _ => "video.mp4",
        };
        var sample = typeof(SandboxMediaHandler).Assembly.GetManifestResourceStream($"Samples/{name}")
            ?? throw new InvalidOperationException($"the sample {name} is not embedded");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StreamContent(sample),
            Headers = { ETag = new($"\"{name}\"") },
        });
    }
}
