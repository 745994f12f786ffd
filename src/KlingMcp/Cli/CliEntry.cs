using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace KlingMcp.Cli;

/// <summary>The only place where the command line meets the program's composition. Not loaded while MCP is served.</summary>
internal static class CliEntry
{
    /// <summary>Characters kept of a setting or finding when keys are removed from it.</summary>
    private const int MaxLineLength = 2000;

    public static Task<int> RunAsync(string[] arguments)
    {
        var variables = new EnvironmentValues(Environment.GetEnvironmentVariable);
        Variable[] all =
        [
            .. Settings.VariablesOf(ProviderCatalog.All).Select(name => new Variable(name, variables.Text(name))
            {
                IsSecret = ProviderCatalog.All.Any(p => p.Keys.Any(k => k.Variables.Contains(name))),
                IsPersonal = ProviderCatalog.All.Any(p => p.OptionalVariables.Contains(name)),
                IsPlaceholder = variables.Text(name) is null
                    && !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name)),
            }),
        ];
        TextFilter filter = new(all.Where(static v => v.IsSecret || v.IsPersonal).Select(static v => v.Value).OfType<string>());
        return CommandLine.RunAsync(arguments, new()
        {
            Open = Open,
            Variables = all,
            WithoutKeys = text => filter.Clean(text, MaxLineLength),
            Time = TimeProvider.System,
        });
    }

    private static (CliServices? Services, UnusableVariable? Problem) Open(bool sandbox)
    {
        try
        {
            Func<string, string?> environment = Environment.GetEnvironmentVariable;
            var settings = Settings.Read(sandbox ? Settings.InSandbox(environment) : environment, ProviderCatalog.All);
            var services = new ServiceCollection().AddKlingMcp(settings).BuildServiceProvider();
            return (new(
                services.GetRequiredService<KlingTaskService>(),
                services.GetRequiredService<ProviderCheck>(),
                services.GetRequiredService<AnswerComposer>(),
                settings.Sandbox), null);
        }
        catch (SettingException e)
        {
            return (null, new(e.Variable, e.Message));
        }
    }
}
