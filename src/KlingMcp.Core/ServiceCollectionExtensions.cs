using System.Net;
using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Lookups;
using KlingMcp.Memory;
using KlingMcp.Providers;
using KlingMcp.Sandbox;
using KlingMcp.Saving;
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
    /// <param name="savesFiles">
    /// Whether the tool that saves outputs is offered, unless the settings forbid it: only where the caller and the program share a disk.
    /// </param>
    /// <param name="wording">The wording of the answers; <see langword="null"/> for a model.</param>
    public static IServiceCollection AddKlingMcp(
        this IServiceCollection services, Settings settings, bool savesFiles = false, Wording? wording = null)
    {
        var save = savesFiles && settings.Save;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings.Waiting);
        services.AddSingleton(new TextFilter(settings.Secrets));
        services.AddSingleton<Shutdown>();
        if (settings.Sandbox) services.Replace(ServiceDescriptor.Singleton(CreateSandbox));
        else services.TryAddSingleton(static _ => Connections.Open());

        services.TryAddSingleton(p => MemoryServices.Create(p, settings));
        services.AddLookups(settings);
        services.AddSaving(settings);
        services.AddSingleton(p => new AnswerComposer(
            p.GetRequiredService<TimeProvider>(),
            settings.Sandbox,
            p.GetRequiredService<TextFilter>(),
            wording ?? (save ? Wording.ForSavingModel : Wording.ForModel)));
        return services.AddTools(settings.List, save);
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
        services.AddSingleton(new QueryParser(
            ProviderCatalog.All,
            settings.Accounts,
            settings.Bases,
            settings.Secrets,
            settings.Sandbox ? null : static id => SandboxId.Read(id) is not null));
        services.AddSingleton<TaskFinder>();
        services.AddSingleton<TaskFollower>();
        services.AddSingleton<OpenWaits>();
        services.AddSingleton<Wait>();
        services.AddSingleton<KlingTaskService>();
        services.AddSingleton(p => new TaskLister(
            ProviderCatalog.All,
            settings.NotConfigured,
            p.GetRequiredService<ProviderRuntimes>(),
            p.GetRequiredService<ITaskMemory>(),
            p.GetRequiredService<WaitOptions>(),
            p.GetRequiredService<Shutdown>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new ProviderCheck(
            ProviderCatalog.All,
            settings.NotConfigured,
            p.GetRequiredService<ProviderRuntimes>(),
            p.GetRequiredService<WaitOptions>(),
            p.GetRequiredService<Shutdown>(),
            p.GetRequiredService<TimeProvider>()));
    }

    private static void AddSaving(this IServiceCollection services, Settings settings)
    {
        services.TryAddSingleton(settings.Sandbox ? new MediaNetwork { Proxy = new WebProxy() } : new MediaNetwork());
        services.AddSingleton(settings.Saving);
        services.AddSingleton(new SaveFolder(settings.Saving, Environment.GetEnvironmentVariable));
        services.AddSingleton(p => new MediaClient(
            p.GetRequiredService<MediaNetwork>(),
            p.GetRequiredService<TimeProvider>(),
            settings.Sandbox ? new SandboxMediaHandler() : null));
        services.AddSingleton<OutputSaver>();
        services.AddSingleton<TaskSaver>();
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
