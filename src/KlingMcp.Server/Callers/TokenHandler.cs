using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace KlingMcp.Server.Callers;

/// <summary>Knows callers by the bearer tokens of the token file. A call of a caller whose line is removed ends.</summary>
internal sealed class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenFile tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Bearer";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(AuthenticateResult.NoResult());
        if (tokens.Find(header["Bearer ".Length..].Trim()) is not { } caller)
            return Task.FromResult(AuthenticateResult.Fail("no such token"));

        var ending = caller.Revoked.UnsafeRegister(static context => ((HttpContext)context!).Abort(), Context);
        Response.RegisterForDispose(ending);
        ClaimsIdentity identity = new([new(ClaimTypes.Name, caller.Name)], Scheme);
        return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Scheme;
        return base.HandleChallengeAsync(properties);
    }
}
