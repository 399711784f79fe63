using System.Net;
using Microsoft.AspNetCore.Http;

namespace LoopbackWeb;

/// <summary>
/// Lets in who knows this server by a name of this machine: a page of elsewhere has an Origin of elsewhere, and one that
/// had its own name point here has that name in Host.
/// </summary>
public static class LoopbackGuard
{
    /// <returns>The reason why the request is refused; null when it is let in.</returns>
    public static string? Refusal(HttpRequest request)
    {
        var host = request.Host.Value ?? "";
        var origin = request.Headers.Origin.ToString();
        if (!IsHere(host))
        {
            return $"The Host '{host}' is none of this machine's. Use http://127.0.0.1 or http://localhost with the port.";
        }

        if (origin.Length > 0 && origin != $"http://{host}")
        {
            return $"The Origin '{origin}' is not this server's: pages of other places may not use it.";
        }

        // A request that a page of another origin loads or frames has no Origin; browsers name its source in Sec-Fetch-Site.
        return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && !IsLinkToConsole(request)
            ? "A page of another place asked for this, and may not use this server. Open the console in a tab of its own."
            : null;
    }

    /// <summary>Whether the request addresses this server by one of this machine's own names.</summary>
    public static bool IsHere(HttpRequest request) => IsHere(request.Host.Value ?? "");

    private static bool IsLinkToConsole(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Path == "/"
        && request.Headers["Sec-Fetch-Mode"] == "navigate"
        && request.Headers["Sec-Fetch-Dest"] == "document";

    private static bool IsHere(string host)
    {
        var colon = host.LastIndexOf(':');
        var name = colon > host.LastIndexOf(']') ? host[..colon] : host;
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }
}
