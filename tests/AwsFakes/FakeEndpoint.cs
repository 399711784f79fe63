using Amazon.Runtime;

namespace AwsFakes;

/// <summary>Lets a client of the SDK talk to an <see cref="Operation"/> within the process.</summary>
public static class FakeEndpoint
{
    public static BasicAWSCredentials Credentials => new("AKIDEXAMPLE", "secret");

    /// <summary>The same configuration, changed so that its client calls the operation, once for each request.</summary>
    public static T Configure<T>(T config, Operation operation) where T : ClientConfig
    {
        config.ServiceURL = "http://aws.test";
        config.AuthenticationRegion = "eu-west-1";
        config.MaxErrorRetry = 0;
        config.HttpClientFactory = new Factory(operation);
        return config;
    }

    private sealed class Factory(Operation operation) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(operation));

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }

    private sealed class Handler(Operation operation) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            AwsService.AnswerAsync(request, operation, cancellationToken);
    }
}
