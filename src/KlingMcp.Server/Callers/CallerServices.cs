using Microsoft.AspNetCore.Authentication;

namespace KlingMcp.Server.Callers;

/// <summary>Registers how callers are known.</summary>
internal static class CallerServices
{
    public static IServiceCollection AddCallers(this IServiceCollection services, ServerSettings settings)
    {
        if (settings.OpenId is { } openId) services.AddOpenIdConnect(openId, settings.PublicUrl);
        if (settings.TokensFile is { } file) services.AddTokenFile(file);
        return services.WithoutKeysForCookies();
    }

    private static void AddTokenFile(this IServiceCollection services, string file)
    {
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<TokenFile>(p, file));
        services.AddHostedService(static p => p.GetRequiredService<TokenFile>());
        services.AddAuthentication(TokenHandler.Scheme)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.Scheme, static _ => { });
        services.AddAuthorization();
    }

    /// <summary>
    /// ASP.NET Core's authentication makes keys for cookies at the start, in the home of its user, and warns of it. No cookie is ever set.
    /// </summary>
    private static IServiceCollection WithoutKeysForCookies(this IServiceCollection services)
    {
        foreach (var maker in services.Where(static s => s.ImplementationType?.Name == "DataProtectionHostedService").ToArray())
            services.Remove(maker);
        return services;
    }

    public static void UseCallers(this IApplicationBuilder app, ServerSettings settings)
    {
        if (settings.KnowsCallers) app.UseAuthentication().UseAuthorization();
    }

    /// <summary>Lets nobody in who is not known. A server without tokens is on loopback, and lets everybody in.</summary>
    public static void RequireCaller(this IEndpointConventionBuilder endpoint, ServerSettings settings)
    {
        if (settings.KnowsCallers) endpoint.RequireAuthorization();
    }
}
