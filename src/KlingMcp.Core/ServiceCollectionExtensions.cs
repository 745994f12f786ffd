using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Lookups;
using KlingMcp.Memory;
using KlingMcp.Providers;
using KlingMcp.Sandbox;
using KlingMcp.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KlingMcp;

/// <summary>Registers what both programs share.</summary>
internal static class ServiceCollectionExtensions
{
    /// <summary>
    /// Adds the lookups, the answers and the tools. The clock (<see cref="TimeProvider"/>), what sends requests
    /// (<see cref="HttpMessageInvoker"/>) and the memory (<see cref="ITaskMemory"/>) may be registered before.
    /// </summary>
    /// <param name="services">The services of the program.</param>
    /// <param name="settings">The accounts and limits.</param>
    public static IServiceCollection AddKlingMcp(this IServiceCollection services, Settings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings.Waiting);
        services.AddSingleton(new TextFilter(settings.Secrets));
        services.AddSingleton<Shutdown>();
        if (settings.Sandbox) services.Replace(ServiceDescriptor.Singleton(CreateSandbox));
        else services.TryAddSingleton(static _ => Connections.Open());

        services.TryAddSingleton(p => MemoryServices.Create(p, settings));
        services.AddLookups(settings);
        services.AddSingleton(p => new AnswerComposer(
            p.GetRequiredService<TimeProvider>(), settings.Sandbox, p.GetRequiredService<TextFilter>()));
        return services.AddTools(settings.List);
    }

    private static HttpMessageInvoker CreateSandbox(IServiceProvider services) =>
        new(new SandboxHttpHandler(ProviderCatalog.All, services.GetRequiredService<TimeProvider>()));

    private static void AddLookups(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<FoundPlaces>();
        services.AddSingleton<PlaceRecall>();
        services.AddSingleton<LearnedDurations>();
        services.AddSingleton(p => new PollSchedule(p.GetRequiredService<LearnedDurations>(), settings.PollPause));
        services.AddSingleton(p => new ProviderRuntimes([.. settings.Accounts.Select(a => CreateRuntime(p, a, settings))]));
        services.AddSingleton(p => new LookupPlanner(
            ProviderCatalog.All,
            settings.Accounts,
            settings.NotConfigured,
            settings.DefaultProvider,
            p.GetRequiredService<FoundPlaces>()));
        services.AddSingleton(new QueryParser(ProviderCatalog.All, settings.Accounts, settings.Bases, settings.Secrets));
        services.AddSingleton<TaskFinder>();
        services.AddSingleton<TaskFollower>();
        services.AddSingleton<OpenWaits>();
        services.AddSingleton<Wait>();
        services.AddSingleton<KlingTaskService>();
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<TaskLister>(p, ProviderCatalog.All, settings.NotConfigured));
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<ProviderCheck>(p, ProviderCatalog.All, settings.NotConfigured));
    }

    private static ProviderRuntime CreateRuntime(IServiceProvider services, ProviderAccount account, Settings settings)
    {
        var time = services.GetRequiredService<TimeProvider>();
        ProviderHttp http = new(
            account, services.GetRequiredService<HttpMessageInvoker>(), settings.Http, services.GetRequiredService<TextFilter>(), time);
        return new(
            http,
            services.GetRequiredService<FoundPlaces>(),
            services.GetRequiredService<ITaskMemory>(),
            services.GetRequiredService<PollSchedule>(),
            services.GetRequiredService<LearnedDurations>(),
            time,
            services.GetService<IPollSharing>());
    }
}
