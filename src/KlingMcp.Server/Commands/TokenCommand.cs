using System.Buffers.Text;
using System.Security.Cryptography;
using KlingMcp.Server.Callers;

namespace KlingMcp.Server.Commands;

/// <summary><c>token NAME</c>: makes a token of 256 random bits. It is printed once and kept nowhere.</summary>
internal static class TokenCommand
{
    public static int Run(string name, TextWriter output, TextWriter error)
    {
        if (!TokenLine.IsName(name))
        {
            error.WriteLine("kling-mcp-server: a name has letters, digits and . _ - @, 64 at most");
            return 2;
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        output.WriteLine($"token, for {name}: {token}");
        output.WriteLine($"line, for the token file: {TokenLine.For(name, token)}");
        return 0;
    }
}
