namespace KlingMcp.Server.Commands;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Usage
{
    public const string Text = """
        kling-mcp-server: the Kling tools over Streamable HTTP, for a team.

          kling-mcp-server              serve at KLING_MCP_URLS (http://127.0.0.1:3920), path /mcp
          kling-mcp-server --sandbox    the same with simulated providers, without keys
          kling-mcp-server check        try the settings, keys, token file, issuer and Redis
          kling-mcp-server token NAME   make a token for a caller, and its line for KLING_MCP_TOKENS_FILE
          kling-mcp-server --version

        Settings are environment variables. The server listens on loopback only, unless callers are authenticated.
        """;
}
