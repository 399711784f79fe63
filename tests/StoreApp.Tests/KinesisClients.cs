using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Kinesis;
using AwsFakes;
using Kinesis;
using Tests.Shared;

namespace StoreApp.Tests;

/// <summary>The SDK's client over the streams of the local stage, whose behaviour is checked against recordings.</summary>
internal static class KinesisClients
{
    public static AmazonKinesisClient Of(KinesisService service) =>
        new(StorageClients.Credentials, StorageClients.Configure(new AmazonKinesisConfig(), (request, _) => AnswerAsync(service, request)));

    private static async Task<HttpResponseMessage> AnswerAsync(KinesisService service, HttpRequestMessage request)
    {
        var operation = AwsService.OperationOf(request.Headers.GetValues("X-Amz-Target").Single());
        try
        {
            var answer = await service.InvokeAsync(operation, await request.Content!.ReadAsByteArrayAsync());
            return new(HttpStatusCode.OK) { Content = new ReadOnlyMemoryContent(answer) };
        }
        catch (KinesisException refused)
        {
            var body = new JsonObject { ["__type"] = refused.Code, ["message"] = refused.Text };
            return new((HttpStatusCode)refused.Status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1") };
        }
    }
}
