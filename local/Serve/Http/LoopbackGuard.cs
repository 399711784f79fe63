using System.Net;

namespace Local.Serve.Http;

/// <summary>
/// Lets in who knows this server by a name of this machine: a page of elsewhere has an Origin of elsewhere, and one that
/// had its own name point here has that name in Host.
/// </summary>
internal static class LoopbackGuard
{
    /// <param name="host">The header Host, with its port.</param>
    /// <param name="origin">The header Origin; empty where there is none, as with programs.</param>
    /// <returns>Why the request is refused; null: it is let in.</returns>
    public static string? Refusal(string host, string origin)
    {
        if (!IsHere(host))
        {
            return $"The Host '{host}' is none of this machine's. Use http://127.0.0.1 or http://localhost with the port.";
        }

        return origin.Length == 0 || origin == $"http://{host}"
            ? null
            : $"The Origin '{origin}' is not this server's: pages of other places may not use it.";
    }

    private static bool IsHere(string host)
    {
        var colon = host.LastIndexOf(':');
        var name = colon > host.LastIndexOf(']') ? host[..colon] : host;
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }
}
