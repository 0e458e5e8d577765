using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Swarm.Embedded.Configuration;

namespace Swarm.Embedded.Startup;

/// <summary>The address that the host is to listen on.</summary>
internal static class ListenAddress
{
    /// <summary>
    /// Demands that the address can be taken. It is asked before anything starts: the engine does not begin work that
    /// it has to drop at once, and the web server does not log the failure with a stack trace of its own.
    /// </summary>
    /// <exception cref="HostStartException">It is no address, or its port is taken.</exception>
    public static void Demand(string url)
    {
        var address = Parse(url);
        try
        {
            using var listener = new TcpListener(EndpointIp(address.Host), address.Port);
            listener.Start();
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw Taken(url, exception);
        }
        catch (SocketException exception)
        {
            throw new HostStartException(
                $"Swarm cannot listen on {url}: {exception.Message}; set {OptionDefaults.UrlVariable} to another.",
                HostStartException.Misconfigured,
                exception);
        }
    }

    public static HostStartException Taken(string url, Exception cause) => new(
        $"Port {Parse(url).Port} is taken by another process ({url}); set {OptionDefaults.UrlVariable} to an address "
            + "with a free port.",
        HostStartException.Unavailable,
        cause);

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException exception)
        {
            throw new HostStartException(
                $"'{url}' is no address to listen on; set {OptionDefaults.UrlVariable} to one such as "
                    + OptionDefaults.DefaultUrl + ".",
                HostStartException.Misconfigured,
                exception);
        }
    }

    /// <summary>As Kestrel does, any name but localhost means all interfaces.</summary>
    private static IPAddress EndpointIp(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address
        : string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.Any;
}
