using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Memory;
using KlingMcp.Providers;
using KlingMcp.Stdio;
using Microsoft.Extensions.DependencyInjection;

namespace KlingMcp.Cli;

/// <summary>Connects the commands to the library. Not loaded while MCP is served.</summary>
internal static class CliEntry
{
    /// <summary>Settings and findings are cut at this many characters when keys are removed from them.</summary>
    private const int MaxLineLength = 2000;

    /// <param name="arguments">The command line.</param>
    /// <param name="output">Standard output.</param>
    /// <returns>The exit code: <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(string[] arguments, Stream output)
    {
        Variable[] variables = [.. Settings.VariablesOf(ProviderCatalog.All).Select(ReadVariable)];
        TextFilter filter = new(variables.Where(static v => v.IsSecret || v.IsPersonal).Select(static v => v.Value).OfType<string>());
        return CommandLine.RunAsync(arguments, new(output), new()
        {
            Open = Open,
            Variables = variables,
            OtherVariables = NamesExcept(variables),
            WithoutKeys = text => filter.Clean(text, MaxLineLength),
            Time = TimeProvider.System,
        });
    }

    private static Variable ReadVariable(string name)
    {
        var values = new EnvironmentValues(Environment.GetEnvironmentVariable);
        var isSecret = ProviderCatalog.All.Any(p => p.Keys.Any(k => k.Variables.Contains(name)));
        var isPersonal = ProviderCatalog.All.Any(p => p.OptionalVariables.Contains(name));
        var isKey = isSecret || isPersonal;
        return new(name, isKey ? values.UncheckedKey(name) : values.Text(name))
        {
            IsSecret = isSecret,
            IsPersonal = isPersonal,
            Placeholder = values.PlaceholderIn(name, isKey) is { } placeholder ? Placeholder.Describe(placeholder) : null,
            IsQuoted = values.IsQuoted(name),
        };
    }

    private static string[] NamesExcept(Variable[] variables) =>
    [
        .. Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(static name => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name)))
            .Except(variables.Select(static v => v.Name))
            .Order(StringComparer.Ordinal),
    ];

    private static (CliServices? Services, UnusableVariable? Problem) Open(bool sandbox)
    {
        try
        {
            var settings = Settings.Read(Environment.GetEnvironmentVariable, ProviderCatalog.All, sandbox);
            var services = new ServiceCollection()
                .AddSingleton(p => MemoryServices.Create(p, settings, static w => StandardError.TryWriteLine($"kling-mcp: {w}")))
                .AddKlingMcp(settings).BuildServiceProvider();
            return (new(
                services.GetRequiredService<KlingTaskService>(),
                services.GetRequiredService<TaskLister>(),
                services.GetRequiredService<ProviderCheck>(),
                services.GetRequiredService<AnswerComposer>(),
                services.GetRequiredService<ITaskMemory>(),
                MemoryServices.FilesOf(settings),
                settings.Sandbox), null);
        }
        catch (SettingException e)
        {
            return (null, new(e.Variable, e.Message));
        }
    }
}
