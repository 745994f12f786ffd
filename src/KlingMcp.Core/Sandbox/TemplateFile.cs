using System.Collections.Concurrent;
using System.Text.Json;

namespace KlingMcp.Sandbox;

/// <summary>A file of template bodies, embedded in the library and loaded on first use.</summary>
internal sealed class TemplateFile
{
    private static readonly ConcurrentDictionary<string, TemplateFile> Loaded = new(StringComparer.Ordinal);

    private readonly string path;
    private readonly JsonElement root;

    private TemplateFile(string path)
    {
        this.path = path;
        using var stream = typeof(TemplateFile).Assembly.GetManifestResourceStream($"Providers/{path}")
            ?? throw new InvalidOperationException($"the template file {path} is not embedded");
        using var document = JsonDocument.Parse(stream);
        root = document.RootElement.Clone();
    }

    /// <summary>The answer that contains a list of tasks; <see langword="null"/> where a request asks for one task.</summary>
    public TemplateAnswer? List => Find("list");

    /// <summary>The kind of a task that names none; <see langword="null"/> where the bodies do not tell the kind.</summary>
    public string? Kind => root.TryGetProperty("kind", out var kind) ? kind.GetString() : null;

    /// <summary>The template with this name.</summary>
    /// <exception cref="InvalidOperationException">The file has no such template.</exception>
    public TemplateAnswer this[string name] => Find(name) ?? throw new InvalidOperationException($"{path} has no template {name}");

    /// <summary>The file at a path below the folder of the providers.</summary>
    public static TemplateFile Load(string path) => Loaded.GetOrAdd(path, static p => new(p));

    /// <summary>The template with this name; <see langword="null"/> if there is none.</summary>
    public TemplateAnswer? Find(string name) => !root.TryGetProperty(name, out var answer) ? null
        : new(answer.TryGetProperty("status", out var status) ? status.GetInt32() : 200, answer.GetProperty("body"));
}

/// <summary>One simulated answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, with placeholders.</param>
internal sealed record TemplateAnswer(int Status, JsonElement Body);
