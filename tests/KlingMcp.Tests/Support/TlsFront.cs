using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KlingMcp.Tests.Support;

/// <summary>
/// Serves https on a loopback socket as <c>media.example.com</c> and <c>other.example.com</c>, and passes what it decrypts on to a plain
/// server.
/// </summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private static readonly X509Certificate2 Certificate = CreateCertificate("media.example.com", "other.example.com");

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly IPEndPoint plain;
    private readonly Task accepting;

    /// <param name="plain">The server behind.</param>
    public TlsFront(LoopbackServer plain)
    {
        this.plain = new(IPAddress.Loopback, new Uri(plain.Address).Port);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndpoint;

    /// <summary>Trusts this server's certificate and no other.</summary>
    public X509ChainPolicy Trust
    {
        get
        {
            X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.Add(Certificate);
            return policy;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private static X509Certificate2 CreateCertificate(params string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=kling-mcp tests", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        foreach (var host in hosts) names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        // Windows cannot serve a key that is only in memory.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptSocketAsync(stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The server was stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using SslStream outer = new(new NetworkStream(socket, ownsSocket: true));
            await outer.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, stop.Token);
            using Socket behind = new(SocketType.Stream, ProtocolType.Tcp);
            await behind.ConnectAsync(plain, stop.Token);
            await using NetworkStream inner = new(behind);
            await Task.WhenAny(outer.CopyToAsync(inner, stop.Token), inner.CopyToAsync(outer, stop.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException
            or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            // The client has left or does not trust the certificate, or the test is over.
        }
    }
}
