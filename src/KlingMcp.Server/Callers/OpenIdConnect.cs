using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.Tokens;
using ModelContextProtocol.AspNetCore.Authentication;

namespace KlingMcp.Server.Callers;

/// <summary>
/// Knows callers by access tokens of an OpenID Connect issuer. What an unknown caller gets names the metadata that tells an MCP host where
/// to sign in (<see href="https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization">authorization</see>).
/// </summary>
internal static class OpenIdConnect
{
    /// <summary>A signature with a key that is not known fetches the keys again, but not more often than this.</summary>
    private static readonly TimeSpan BetweenRefreshes = TimeSpan.FromSeconds(10);

    public static void AddOpenIdConnect(this IServiceCollection services, OpenIdSettings openId, string? publicUrl)
    {
        services
            .AddAuthentication(static options =>
            {
                options.DefaultScheme = JwtBearerDefaults.AuthenticationScheme;
                options.DefaultForbidScheme = JwtBearerDefaults.AuthenticationScheme;
                options.DefaultChallengeScheme = McpAuthenticationDefaults.AuthenticationScheme;
            })
            .AddJwtBearer(options => Configure(options, openId))
            .AddMcp(options => options.ResourceMetadata = new()
            {
                Resource = publicUrl is null ? null : $"{publicUrl}{ServerApp.McpPath}",
                AuthorizationServers = { openId.Authority },
                ScopesSupported = openId.Scope is { } scope ? [scope] : [],
            });

        // A key that the issuer no longer publishes does not count any more.
        services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, static options =>
        {
            if (options.ConfigurationManager is BaseConfigurationManager keys) keys.UseLastKnownGoodConfiguration = false;
        });
        services.AddAuthorization(options => options.DefaultPolicy = new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .RequireAssertion(context => IsLetIn(context.User, openId))
            .Build());
    }

    private static void Configure(JwtBearerOptions options, OpenIdSettings openId)
    {
        options.Authority = openId.Authority;
        options.RequireHttpsMetadata = !new Uri(openId.Authority).IsLoopback;
        options.RefreshInterval = BetweenRefreshes;
        options.MapInboundClaims = false;
        options.TokenValidationParameters = new()
        {
            ValidAudience = openId.Audience,
            NameClaimType = "sub",
            ClockSkew = TimeSpan.Zero,
            RequireExpirationTime = true,

            // Only what an issuer signs with its private key: a public key used as a shared secret proves nothing.
            ValidAlgorithms =
            [
                SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
                SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
                SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
            ],
        };
        options.Events = new()
        {
            OnForbidden = context =>
            {
                var scope = openId.Scope is { } required ? $", scope=\"{required}\"" : "";
                context.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\"{scope}";
                return Task.CompletedTask;
            },
        };
    }

    /// <summary>A scope is in <c>scope</c>, separated by spaces, or at some issuers in <c>scp</c>, also as a list.</summary>
    private static bool IsLetIn(ClaimsPrincipal user, OpenIdSettings openId) =>
        (openId.Subjects.Count == 0 || openId.Subjects.Contains(user.FindFirstValue("sub")))
        && (openId.Scope is not { } scope
            || user.Claims.Where(static c => c.Type is "scope" or "scp").SelectMany(static c => c.Value.Split(' ')).Contains(scope));
}
