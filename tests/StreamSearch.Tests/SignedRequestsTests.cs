using System.Net;
using System.Text;
using Amazon.Runtime;
using Tests.Shared;

namespace StreamSearch.Tests;

/// <summary>Requests carry the signatures that botocore 1.43.11 computes for them (<c>SigV4Auth</c>, service <c>aoss</c>).</summary>
public sealed class SignedRequestsTests
{
    private const string Key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Bulk = "{\"index\":{\"_index\":\"telemetry-2026.11.26\",\"_id\":\"e-1\"}}\n{\"event_id\":\"e-1\"}\n";

    [Theory]
    [InlineData("POST", "_bulk", Bulk, "session/token==", "host;x-amz-content-sha256;x-amz-date;x-amz-security-token", "b6c215a98f90743a6cd0780e80666a8fc014a4a0aa22df324afc1de80bd40b33")]
    [InlineData("GET", "_cat/indices?format=json", "", "", "host;x-amz-content-sha256;x-amz-date", "ef41e3181c1115befdd25d1164efdaf5a7218bdbe5ff863e2e80f675b555156d")]
    [InlineData("PUT", "folder%20one/x?b=2&a=1%2F", "x", "", "host;x-amz-content-sha256;x-amz-date", "ee3a694e5210d25e1c175c0069e6f3f6c63f0929ac54b4bb6a0b4abc9f29789e")]
    public async Task A_request_is_signed_as_other_clients_of_AWS_sign_it(
        string method, string path, string body, string token, string headers, string signature)
    {
        AWSCredentials credentials = token.Length == 0 ? new BasicAWSCredentials("AKIDEXAMPLE", Key) : new SessionAWSCredentials("AKIDEXAMPLE", Key, token);
        var sent = new Sent();
        using var http = new HttpClient(new SignedRequests(
            credentials, "eu-west-1", new ManualTime(new(2026, 11, 26, 8, 1, 2, TimeSpan.Zero)), sent));
        using var request = new HttpRequestMessage(new(method), $"https://abc.eu-west-1.aoss.amazonaws.com/{path}");
        request.Content = body.Length == 0 ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));

        await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261126/eu-west-1/aoss/aws4_request, SignedHeaders={headers}, Signature={signature}",
            Assert.Single(sent.Headers["Authorization"]));
        Assert.Equal("20261126T080102Z", Assert.Single(sent.Headers["x-amz-date"]));
    }

    private sealed class Sent : HttpMessageHandler
    {
        public Dictionary<string, string[]> Headers { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            foreach (var (name, values) in request.Headers)
            {
                Headers[name] = [.. values];
            }

            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }
}
