using Kinesis;
using Microsoft.AspNetCore.Http;

namespace Local.Serve.Http;

/// <summary>Checks the form of a request's signature, but neither who signed nor whether the signature is right.</summary>
/// <remarks>Texts and order as recorded by mhart/kinesalite, index.js.</remarks>
internal static class SignatureForm
{
    private const string Algorithm = "X-Amz-Algorithm";

    private static readonly string[] HeaderParameters = ["Credential", "Signature", "SignedHeaders"];
    private static readonly string[] QueryParameters = [Algorithm, "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"];

    /// <exception cref="KinesisException">It is not signed, or not in form.</exception>
    public static void Check(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var isQuery = request.Query.ContainsKey(Algorithm);
        var missing = (header.Length > 0, isQuery) switch
        {
            (true, true) => throw new KinesisException(
                "InvalidSignatureException",
                $"Found both '{Algorithm}' as a query-string param and 'Authorization' as HTTP header."),
            (false, false) => throw new KinesisException("MissingAuthenticationTokenException", "Missing Authentication Token"),
            (true, false) => MissingOfHeader(request, header),
            _ => MissingOfQuery(request),
        };
        if (missing.Length > 0)
        {
            throw new KinesisException("IncompleteSignatureException", missing);
        }
    }

    private static string MissingOfHeader(HttpRequest request, string header)
    {
        var given = header.Split([',', ' '])
            .Skip(1)
            .Select(part => part.Split('='))
            .Where(part => part.Length > 1 && part[1].Length > 0)
            .Select(part => part[0])
            .ToHashSet();
        var missing = string.Concat(HeaderParameters
            .Where(name => !given.Contains(name))
            .Select(name => $"Authorization header requires '{name}' parameter. "));
        if (!request.Headers.ContainsKey("X-Amz-Date") && !request.Headers.ContainsKey("Date"))
        {
            missing += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
        }

        return missing.Length == 0 ? "" : $"{missing}Authorization={header}";
    }

    private static string MissingOfQuery(HttpRequest request)
    {
        var missing = string.Concat(QueryParameters
            .Where(name => request.Query[name].ToString().Length == 0)
            .Select(name => $"AWS query-string parameters must include '{name}'. "));
        return missing.Length == 0 ? "" : $"{missing}Re-examine the query-string parameters.";
    }
}
