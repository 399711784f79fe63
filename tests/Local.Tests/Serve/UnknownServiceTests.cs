using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Local.Tests.Serve;

/// <summary>What a client of a service that is not here is told, in the protocol that it reads.</summary>
public sealed class UnknownServiceTests : IAsyncLifetime
{
    private const string Here =
        "It has Step Functions, Athena, Redshift's Data API, Firehose, SQS, Kinesis, the reading operations of DynamoDB and S3, Lambda's event source mappings and "
        + "STS's GetCallerIdentity; docs/serve.md lists the operations.";

    private readonly HttpClient client = new();
    private Served served = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await Served.StartAsync();

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await served.DisposeAsync();
    }

    // As SDKs and the CLI sign them; the other tests' requests are not signed.
    [Theory]
    [InlineData("states", "AWSStepFunctions.ListStateMachines", "{}")]
    [InlineData("sqs", "AmazonSQS.ListQueues", "{}")]
    [InlineData("firehose", "Firehose_20150804.ListDeliveryStreams", "{}")]
    [InlineData("athena", "AmazonAthena.ListQueryExecutions", "{}")]
    [InlineData("redshift-data", "RedshiftData.ListStatements", "{}")]
    [InlineData("dynamodb", "DynamoDB_20120810.ListTables", "{}")]
    public async Task A_service_that_is_here_is_reached_by_requests_that_are_signed_for_it(string service, string target, string body)
    {
        using var response = await SendAsync(service, "POST", "/", target, body, "application/x-amz-json-1.1");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(service, Local.Serve.Operations.OperationTable.SignedFor[target.Split('.')[0]]);
    }

    // The protocols of the services, and the paths of the REST ones, are those of botocore's models.
    [Theory]
    [InlineData("lambda", "GET", "/2015-03-31/functions/", null, null, "GET /2015-03-31/functions/")]
    [InlineData("secretsmanager", "POST", "/", "secretsmanager.ListSecrets", "{}", "ListSecrets")]
    [InlineData("glue", "POST", "/", "AWSGlue.GetTables", "{}", "GetTables")]
    public async Task A_JSON_service_is_refused_in_JSON(string service, string method, string path, string? target, string? body, string operation)
    {
        using var response = await SendAsync(service, method, path, target, body, "application/x-amz-json-1.1");

        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("UnknownOperationException", Assert.Single(response.Headers.GetValues("x-amzn-ErrorType")));
        Assert.Equal($"The local stage has no {service} {operation}. {Here}", (string)error["message"]!);
    }

    [Theory]
    [InlineData("ec2", "Response/Errors/Error")]
    [InlineData("iam", "ErrorResponse/Error")]
    [InlineData("cloudformation", "ErrorResponse/Error")]
    public async Task A_query_service_is_refused_in_XML(string service, string place)
    {
        using var response = await SendAsync(service, "POST", "/", null, "Action=DescribeAll&Version=1", "application/x-www-form-urlencoded");

        var error = XElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        var parts = place.Split('/');
        Assert.Equal((HttpStatusCode.BadRequest, parts[0]), (response.StatusCode, error.Name.LocalName));
        var found = parts[1..].Aggregate(error, (element, part) => element.Element(part)!);
        Assert.Equal("UnknownOperationException", found.Element("Code")!.Value);
        Assert.Equal($"The local stage has no {service} DescribeAll. {Here}", found.Element("Message")!.Value);
    }

    [Fact]
    public async Task Another_protocol_of_a_service_that_is_here_is_told_apart()
    {
        using var response = await SendAsync("dynamodb", "POST", "/", null, "Action=ListTables&Version=2012-08-10", "application/x-www-form-urlencoded");

        var error = XElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(
            "The local stage speaks dynamodb in AWS's JSON protocol alone, and this request has no X-Amz-Target: newer versions of SDK and CLI send one.",
            error.Element("Error")!.Element("Message")!.Value);
    }

    [Fact]
    public async Task A_REST_service_in_XML_is_refused_in_XML()
    {
        using var response = await SendAsync("route53", "GET", "/2013-04-01/hostedzone", null, null, null);

        var error = XElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("UnknownOperationException", error.Element("Error")!.Element("Code")!.Value);
    }

    [Fact]
    public async Task A_service_that_speaks_CBOR_is_refused_in_CBOR()
    {
        using var response = await SendAsync(
            "monitoring", "POST", "/service/GraniteServiceVersion20100801/operation/ListMetrics", null, "", "application/cbor",
            request => request.Headers.Add("smithy-protocol", "rpc-v2-cbor"));

        // A map of two texts (RFC 8949): __type and message.
        var body = await response.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal("rpc-v2-cbor", Assert.Single(response.Headers.GetValues("smithy-protocol")));
        Assert.Equal(0xa2, body[0]);
        Assert.Contains("The local stage has no monitoring ListMetrics.", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_operation_is_told_of_once()
    {
        foreach (var path in new[] { "/one", "/one", "/two" })
        {
            using var response = await SendAsync("apigateway", "GET", path, null, null, null);
        }

        Assert.Equal(
            [$"A request was refused: The local stage has no apigateway GET /one. {Here}", $"A request was refused: The local stage has no apigateway GET /two. {Here}"],
            served.Notices);
    }

    private Task<HttpResponseMessage> SendAsync(
        string service, string method, string path, string? target, string? body, string? type, Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(new(method), new Uri(served.Address, path));
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=any/20261120/us-east-1/{service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=0");
        if (target is not null)
        {
            request.Headers.Add("X-Amz-Target", target);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type!);
        }

        change?.Invoke(request);
        return client.SendAsync(request, Cancellation);
    }
}
