using Microsoft.AspNetCore.Authentication;

namespace KlingMcp.Server.Callers;

/// <summary>Registers how callers are known.</summary>
internal static class CallerServices
{
    public static IServiceCollection AddCallers(this IServiceCollection services, ServerSettings settings)
    {
        if (settings.OpenId is { } openId) services.AddOpenIdConnect(openId, settings.PublicUrl);
        if (settings.TokensFile is not { } file) return services;

        services.AddSingleton(p => ActivatorUtilities.CreateInstance<TokenFile>(p, file));
        services.AddHostedService(static p => p.GetRequiredService<TokenFile>());
        services.AddAuthentication(TokenHandler.Scheme)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.Scheme, static _ => { });
        return services.AddAuthorization();
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
