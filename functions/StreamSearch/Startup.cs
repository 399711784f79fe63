using System.Diagnostics.CodeAnalysis;
using Amazon.Lambda.Annotations;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Microsoft.Extensions.DependencyInjection;
using RecordStreaming;
using SearchIndexing;
using StreamStorage;
using Telemetry;

namespace StreamSearch;

/// <summary>Composes the functions once, before their first event.</summary>
[LambdaStartup]
internal sealed class Startup
{
    // A collection that sleeps takes 10 to 30 seconds for its first answer (OpenSearch Serverless, "Scale to zero").
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    [SuppressMessage("Performance", "CA1822", Justification = "The generated handler calls it on an instance.")]
    public void ConfigureServices(IServiceCollection services)
    {
        var settings = SearchSettings.Read(Environment.GetEnvironmentVariable);
        var credentials = new DefaultAWSCredentialsIdentityResolver().ResolveIdentity(null);
        var http = Http(settings, credentials, TimeProvider.System, new SocketsHttpHandler());

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(http);
        services.AddSingleton(Indexer(settings, http, new AmazonS3Client(), Pauses, TimeProvider.System));
        services.AddSingleton(new EmbeddedMetrics(Console.OpenStandardOutput(), TimeProvider.System));
    }

    // With the patience above within the two minutes of an invocation.
    private static Backoff Pauses => new(Attempts: 6, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5), Backoff.RandomFraction);

    internal static HttpClient Http(SearchSettings settings, AWSCredentials credentials, TimeProvider clock, HttpMessageHandler inner) =>
        new(new SignedRequests(credentials, settings.Region, clock, inner)) { Timeout = Patience };

    internal static SearchIndexer Indexer(SearchSettings settings, HttpClient http, IAmazonS3 s3, Backoff pauses, TimeProvider clock) => new(
        settings,
        http,
        new EventIndexer(new BulkWriter(http, settings.Endpoint, pauses, clock), new S3SideOutput(s3, settings.LakeBucket)));
}
