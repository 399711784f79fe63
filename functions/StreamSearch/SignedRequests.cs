using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace StreamSearch;

/// <summary>Signs each request for OpenSearch Serverless with the function's own credentials.</summary>
/// <remarks>
/// AWS Signature Version 4 for the service <c>aoss</c>, which wants the hash of the body in a signed header of its own
/// (docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-clients.html, "Signing HTTP requests"). The SDK has no
/// client of that service's data, and keeps its signer to itself.
/// </remarks>
internal sealed class SignedRequests(AWSCredentials credentials, string region, TimeProvider clock, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string Service = "aoss";
    private const string Algorithm = "AWS4-HMAC-SHA256";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        Sign(request, body, await credentials.GetCredentialsAsync());
        return await base.SendAsync(request, cancellationToken);
    }

    private void Sign(HttpRequestMessage request, byte[] body, ImmutableCredentials key)
    {
        var time = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/{region}/{Service}/aws4_request";
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));

        // The parameters are sorted by their names.
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = request.RequestUri!.Authority,
            ["x-amz-content-sha256"] = hash,
            ["x-amz-date"] = time,
        };
        if (key.UseToken)
        {
            signed["x-amz-security-token"] = key.Token;
        }

        foreach (var (name, value) in signed.Where(header => header.Key != "host"))
        {
            // A request that is sent again is signed again.
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var names = string.Join(';', signed.Keys);
        var canonical = string.Join('\n', [
            request.Method.Method,
            PathOf(request.RequestUri),
            QueryOf(request.RequestUri),
            .. signed.Select(header => $"{header.Key}:{header.Value}"),
            "",
            names,
            hash,
        ]);
        var text = string.Join('\n', Algorithm, time, scope, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var derived = new[] { time[..8], region, Service, "aws4_request" }
            .Aggregate(Encoding.UTF8.GetBytes($"AWS4{key.SecretKey}"), Mac);
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{Algorithm} Credential={key.AccessKey}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(Mac(derived, text))}");
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    // Each part is escaped twice: once in the address itself, and once for the signature.
    private static string PathOf(Uri address) =>
        string.Join('/', address.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string QueryOf(Uri address) => string.Join('&', address.Query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2))
        .Select(part => $"{Escaped(part[0])}={Escaped(part.ElementAtOrDefault(1) ?? "")}")
        .Order(StringComparer.Ordinal));

    private static string Escaped(string part) => Uri.EscapeDataString(Uri.UnescapeDataString(part));
}
