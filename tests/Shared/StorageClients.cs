using System.Net;
using System.Security.Cryptography;
using System.Web;
using System.Xml.Linq;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using AwsFakes;

namespace Tests.Shared;

/// <summary>The SDK's clients within the process.</summary>
internal static class StorageClients
{
    public static BasicAWSCredentials Credentials { get; } = new("AKIDEXAMPLE", "secret");

    public static AmazonDynamoDBClient DynamoDB(Operation operation) => new(
        Credentials,
        Configure(new AmazonDynamoDBConfig(), (request, cancellation) => AwsService.AnswerAsync(request, operation, cancellation)));

    public static AmazonS3Client S3(FakeBucket bucket) => new(
        Credentials, Configure(new AmazonS3Config { ForcePathStyle = true }, (request, _) => bucket.AnswerAsync(request)));

    public static T Configure<T>(T config, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) where T : ClientConfig
    {
        config.ServiceURL = "http://aws.test";
        config.AuthenticationRegion = "eu-west-1";
        config.MaxErrorRetry = 0;
        config.HttpClientFactory = new Factory(answer);
        return config;
    }

    private sealed class Factory(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(answer));

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }

    private sealed class Handler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request, cancellationToken);
    }
}

/// <summary>A bucket with PutObject, GetObject and ListObjectsV2.</summary>
internal sealed class FakeBucket
{
    public SortedDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    public int Reads { get; private set; }

    /// <summary>The time at which an object was written, by its key.</summary>
    public Func<string, DateTimeOffset> WrittenAt { get; set; } = _ => DateTimeOffset.UnixEpoch;

    /// <summary>Whether every PutObject is refused for now.</summary>
    public bool TakesNothing { get; set; }

    public async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
    {
        if (TakesNothing && request.Method == HttpMethod.Put)
        {
            return new(HttpStatusCode.ServiceUnavailable)
            {
                Content = new StringContent("<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"),
            };
        }

        if (request.RequestUri!.Query.Contains("list-type=2", StringComparison.Ordinal))
        {
            return new(HttpStatusCode.OK) { Content = new StringContent(List(request.RequestUri)) };
        }

        var key = Uri.UnescapeDataString(request.RequestUri.AbsolutePath)["/lake/".Length..];
        if (request.Method == HttpMethod.Put)
        {
            var body = await request.Content!.ReadAsByteArrayAsync();
            lock (Objects)
            {
                Objects[key] = body;
            }

            return new(HttpStatusCode.OK);
        }

        Reads++;
        return Objects.TryGetValue(key, out var found)
            ? new(HttpStatusCode.OK) { Content = new ByteArrayContent(found) }
            : new(HttpStatusCode.NotFound)
            {
                Content = new StringContent("<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>"),
            };
    }

    /// <summary>A page of two keys, so that whoever lists has to go on.</summary>
    private string List(Uri request)
    {
        const int Page = 2;
        var query = HttpUtility.ParseQueryString(request.Query);
        var after = query["continuation-token"] ?? "";
        var keys = Objects.Keys
            .Where(key => key.StartsWith(query["prefix"] ?? "", StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0)
            .ToList();
        var page = keys.Take(Page).ToList();
        var more = keys.Count > Page;
        return new XElement(
            "ListBucketResult",
            new XElement("Name", "lake"),
            new XElement("KeyCount", page.Count),
            new XElement("IsTruncated", more),
            more ? new XElement("NextContinuationToken", page[^1]) : null,
            page.Select(key => new XElement(
                "Contents",
                new XElement("Key", key),
                new XElement("LastModified", WrittenAt(key).UtcDateTime),
                new XElement("ETag", $"\"{Convert.ToHexStringLower(SHA256.HashData(Objects[key]))}\""),
                new XElement("Size", Objects[key].Length)))).ToString();
    }
}
