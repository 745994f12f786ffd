namespace KlingMcp.Providers;

/// <summary>
/// Which template bodies answer a request in the sandbox. <see cref="Sandbox.SandboxResponder"/> describes the format of a
/// template file.
/// </summary>
/// <param name="File">The path of the JSON file below the folder of the providers, for example <c>PiApi/Sandbox.json</c>.</param>
internal sealed record SandboxTemplate(string File)
{
    /// <summary>
    /// Whether a request for this task finds that one, for example only under its own kind. By default every request does.
    /// </summary>
    public Func<AddressedTask, SandboxTask, bool> Finds { get; init; } = static (_, _) => true;

    /// <summary>
    /// Whether the provider accepts an id at all; the template <c>invalid_id</c> answers all others. By default it accepts any.
    /// </summary>
    public Func<string, bool> AcceptsId { get; init; } = static _ => true;

    /// <summary>One template for every request.</summary>
    public static Func<AddressedTask?, SandboxTemplate> Always(SandboxTemplate template) => _ => template;
}
