using Microsoft.AspNetCore.Http;

namespace LoopbackWeb;

/// <summary>The headers for browsers that every answer has, be it a page, an API's answer, an error or the live events.</summary>
public static class SecurityHeaders
{
    private static readonly (string Name, string Value)[] All =
    [
        // The console runs its own files and talks to its own host, nothing else, and nobody frames anything of here.
        ("Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),

        // Asked for anew each time, so that a newer program never meets an older page's modules.
        ("Cache-Control", "no-cache"),
    ];

    public static void AddTo(HttpResponse response)
    {
        foreach (var (name, value) in All)
        {
            response.Headers[name] = value;
        }
    }
}
