using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Memory;
using KlingMcp.Providers;
using KlingMcp.Saving;
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
        var variables = VariableReader.Read(Environment.GetEnvironmentVariable);
        TextFilter filter = new(variables.Where(static v => v.IsSecret).Select(static v => v.Value).OfType<string>());
        return CommandLine.RunAsync(arguments, new(output), new()
        {
            Open = Open,
            Variables = variables,
            OtherVariables = VariableReader.Others(
                Environment.GetEnvironmentVariables().Keys.Cast<string>(), Environment.GetEnvironmentVariable, variables),
            WithoutKeys = text => filter.Clean(text, MaxLineLength),
            Time = TimeProvider.System,
        });
    }

    private static (CliServices? Services, UnusableVariable? Problem) Open(bool sandbox)
    {
        try
        {
            var settings = Settings.Read(Environment.GetEnvironmentVariable, ProviderCatalog.All, sandbox);
            var wording = settings.Sandbox ? Wording.ForPersonInSandbox : Wording.ForPerson;
            var services = new ServiceCollection()
                .AddSingleton(p => MemoryServices.Create(p, settings, static w => StandardError.TryWriteLine($"kling-mcp: {w}")))
                .AddKlingMcp(settings, wording: wording).BuildServiceProvider();
            return (new(
                services.GetRequiredService<KlingTaskService>(),
                services.GetRequiredService<TaskLister>(),
                services.GetRequiredService<ProviderCheck>(),
                services.GetRequiredService<TaskSaver>(),
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
