namespace Chaos.Hostile;

/// <summary>What a page of elsewhere can make a browser on this machine do to the server.</summary>
public sealed class BrowserTests
{
    private static readonly string[] Headers =
    [
        "Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_GET_writes_a_file_or_starts_a_query()
    {
        await using var served = await Served.StartAsync();
        string[] paths =
        [
            "/", "/console/main.mjs", "/console/api/dispatch", "/console/api/product", "/console/api/messages?queue=DeliveryQueue", "/console/api/query?id=1",
            "/console/api/states?execution=arn", "/events", "/2015-03-31/event-source-mappings/", "/DeliveryQueue?Action=PurgeQueue", "/nothing",
        ];
        var before = Files(served.Data);

        for (var round = 0; round < 3; round++)
        {
            foreach (var path in paths)
            {
                await served.GetAsync(path);
            }
        }

        Assert.Equal(before, Files(served.Data));
        Assert.Equal((200, "{\"QueryExecutionIds\":[]}"), await served.CallAsync("AmazonAthena.ListQueryExecutions", "{}"));
    }

    [Theory]
    [InlineData("GET", "/console/api/dispatch", "cross-site", "no-cors", "image")]
    [InlineData("GET", "/console/api/product", "same-site", "cors", "empty")]
    [InlineData("POST", "/console/api/dispatch", "cross-site", "no-cors", "empty")]
    [InlineData("POST", "/", "cross-site", "navigate", "document")]
    [InlineData("GET", "/events", "cross-site", "cors", "empty")]
    [InlineData("GET", "/events", "cross-site", "navigate", "iframe")]
    [InlineData("GET", "/", "cross-site", "navigate", "iframe")]
    [InlineData("GET", "/", "cross-site", "no-cors", "script")]
    [InlineData("GET", "/console/main.mjs", "cross-site", "no-cors", "script")]
    [InlineData("GET", "/2015-03-31/event-source-mappings/", "cross-site", "navigate", "document")]
    public async Task What_a_page_of_elsewhere_loads_sends_or_frames_is_refused(string method, string path, string site, string mode, string destination)
    {
        await using var served = await Served.StartAsync();

        using var response = await SendAsync(served, method, path, site, mode, destination);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal(
            "A page of another place asked for this, and may not use this server. Open the console in a tab of its own.",
            await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("GET", "/", "cross-site", "navigate", "document")]
    [InlineData("GET", "/", "none", "navigate", "document")]
    [InlineData("GET", "/console/api/product", "same-origin", "cors", "empty")]
    [InlineData("POST", "/console/api/dispatch", "same-origin", "cors", "empty")]
    public async Task The_console_itself_and_a_link_to_it_are_let_in(string method, string path, string site, string mode, string destination)
    {
        await using var served = await Served.StartAsync();

        using var response = await SendAsync(served, method, path, site, mode, destination);

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/", "same-origin")]
    [InlineData("GET", "/console/main.mjs", "same-origin")]
    [InlineData("GET", "/console/none", "same-origin")]
    [InlineData("GET", "/console/api/product", "same-origin")]
    [InlineData("GET", "/console/api/states?execution=arn", "same-origin")]
    [InlineData("GET", "/events", "same-origin")]
    [InlineData("GET", "/events", "cross-site")]
    [InlineData("GET", "/2015-03-31/event-source-mappings/", "none")]
    [InlineData("POST", "/", "none")]
    [InlineData("DELETE", "/", "none")]
    [InlineData("GET", "/none", "none")]
    public async Task Every_answer_has_the_headers_that_keep_browsers_in_bounds(string method, string path, string site)
    {
        await using var served = await Served.StartAsync();

        using var response = await SendAsync(served, method, path, site, "cors", "empty");

        Assert.All(Headers, header => Assert.Single(response.Headers.GetValues(header)));
    }

    [Fact]
    public async Task An_operation_and_a_stream_have_them_too()
    {
        await using var served = await Served.StartAsync();
        using var client = new HttpClient { BaseAddress = served.Address };
        foreach (var operation in new[] { "AWSStepFunctions.ListStateMachines", "AWSStepFunctions.None", "Kinesis_20131202.ListStreams" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("{}") };
            request.Headers.Add("X-Amz-Target", operation);

            using var response = await client.SendAsync(request, Cancellation);

            Assert.All(Headers, header => Assert.Single(response.Headers.GetValues(header)));
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(Served served, string method, string path, string site, string mode, string destination)
    {
        using var client = new HttpClient { BaseAddress = served.Address };
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Add("Sec-Fetch-Site", site);
        request.Headers.Add("Sec-Fetch-Mode", mode);
        request.Headers.Add("Sec-Fetch-Dest", destination);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            await response.Content.LoadIntoBufferAsync(Cancellation);
        }

        return response;
    }

    // With their lengths; SQLite keeps its own beside the databases.
    private static List<(string, long)> Files(string data) =>
        [.. from file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories)
            where !file.EndsWith("-shm", StringComparison.Ordinal) && !file.EndsWith("-wal", StringComparison.Ordinal)
            orderby file
            select (file, new FileInfo(file).Length)];
}
