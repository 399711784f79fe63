using Microsoft.AspNetCore.Http;

namespace Local.Serve.Http;

/// <summary>The service that a request was signed for: s3, lambda, ec2. Whose signature it is, and whether it is right, is not looked at.</summary>
/// <remarks>
/// The credential of a signature is KEY/DATE/REGION/SERVICE/aws4_request:
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html.
/// </remarks>
internal static class SignedService
{
    private const string Credential = "Credential=";

    /// <returns>Null where the request is not signed.</returns>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var start = header.IndexOf(Credential, StringComparison.Ordinal);
        var credential = start < 0
            ? request.Query["X-Amz-Credential"].ToString()
            : header[(start + Credential.Length)..].Split(',', ' ')[0];
        return credential.Split('/') is [.., var service, "aws4_request"] && service.Length > 0 ? service : null;
    }
}
