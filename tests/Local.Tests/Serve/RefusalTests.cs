using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

/// <summary>Requests that are refused, with the codes and texts that the AWS CLI and the SDKs see.</summary>
public sealed class RefusalTests(SharedServer shared) : IClassFixture<SharedServer>
{
    public static TheoryData<string> Cases => new(
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Serve", "refusals.cases"))
            .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_refusal_has_the_code_and_the_text_that_AWS_answers(string line)
    {
        var served = shared.Served;
        var (asked, expected) = (line.Split(" → ")[0], line.Split(" → ")[1]);
        var request = asked[(asked.IndexOf(' ') + 1)..]
            .Replace("{machine}", Served.StorePlanning, StringComparison.Ordinal)
            .Replace("{queue}", $"{served.Address}000000000000/DeliveryQueue", StringComparison.Ordinal);

        using var response = await served.SendAsync(asked.Split(' ')[0], request);

        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!;
        var code = Assert.Single(response.Headers.GetValues("x-amzn-ErrorType"));
        Assert.Equal(code, ((string)error["__type"]!).Split('#')[^1]);
        Assert.Equal(expected, $"{(int)response.StatusCode} {code} {error["message"]}");
    }

    [Fact]
    public async Task SQS_says_an_error_in_its_former_protocol_too()
    {
        var served = shared.Served;

        using var response = await served.SendAsync("AmazonSQS.GetQueueUrl", """{"QueueName":"q"}""");

        Assert.Equal("AWS.SimpleQueueService.NonExistentQueue;Sender", Assert.Single(response.Headers.GetValues("x-amzn-query-error")));
        Assert.Single(response.Headers.GetValues("x-amzn-RequestId"));
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal("com.amazonaws.sqs#QueueDoesNotExist", (string)error["__type"]!);
    }

    [Theory]
    [InlineData("no")]
    [InlineData("[]")]
    [InlineData("""{"maxResults":1,"maxResults":2}""")]
    public async Task A_body_that_is_not_one_JSON_object_is_refused(string body)
    {
        var served = shared.Served;

        using var response = await served.SendAsync("AWSStepFunctions.ListStateMachines", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("SerializationException", Assert.Single(response.Headers.GetValues("x-amzn-ErrorType")));
    }

    [Fact]
    public async Task A_body_larger_than_any_request_is_refused()
    {
        var served = shared.Served;
        var record = Convert.ToBase64String(new byte[7 * 1024 * 1024]);

        using var response = await served.SendAsync(
            "Firehose_20150804.PutRecord",
            $$$"""{"DeliveryStreamName":"inventory","Record":{"Data":"{{{record}}}"}}""",
            request => request.Headers.ExpectContinue = true);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("evil.example", null, "The Host 'evil.example' is none of this machine's. Use http://127.0.0.1 or http://localhost with the port.")]
    [InlineData("127.0.0.1.evil.example:4566", null, "The Host '127.0.0.1.evil.example:4566' is none of this machine's. Use http://127.0.0.1 or http://localhost with the port.")]
    [InlineData("localhost:4566", "https://evil.example", "The Origin 'https://evil.example' is not this server's: pages of other places may not use it.")]
    [InlineData("localhost:4566", "null", "The Origin 'null' is not this server's: pages of other places may not use it.")]
    [InlineData("localhost:4566", "http://localhost:3000", "The Origin 'http://localhost:3000' is not this server's: pages of other places may not use it.")]
    [InlineData("localhost:4566", "http://localhost:4566", null)]
    [InlineData("[::1]:4566", null, null)]
    [InlineData("127.0.0.1", null, null)]
    public async Task Only_this_machine_may_ask_and_only_pages_of_this_server(string host, string? origin, string? reason)
    {
        var served = shared.Served;

        using var response = await served.SendAsync("AWSStepFunctions.ListStateMachines", "{}", request =>
        {
            request.Headers.Host = host;
            request.Headers.Add("Origin", origin);
        });

        Assert.Equal(reason is null ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        if (reason is not null)
        {
            Assert.Equal(reason, await response.Content.ReadAsStringAsync(Cancellation));
        }
    }

    [Theory]
    [InlineData("GetCallerIdentity", HttpStatusCode.OK, "<Account>000000000000</Account>")]
    [InlineData("GetSessionToken", HttpStatusCode.BadRequest, "<Message>Could not find operation GetSessionToken for version 2011-06-15</Message>")]
    [InlineData("%00", HttpStatusCode.BadRequest, "<Code>MalformedQueryString</Code>")]
    [InlineData("%1b", HttpStatusCode.BadRequest, "<Message>Could not find operation \uFFFD for version 2011-06-15</Message>")]
    public async Task STS_says_who_is_asking_and_nothing_else(string action, HttpStatusCode status, string contains)
    {
        var served = shared.Served;
        using var client = new HttpClient();
        using var form = new StringContent($"Action={action}&Version=2011-06-15", Encoding.UTF8, "application/x-www-form-urlencoded");

        using var response = await client.PostAsync(served.Address, form, Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(contains, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
