using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

/// <summary>Reads server-sent events as a browser does.</summary>
internal sealed class LiveReader : IAsyncDisposable
{
    private readonly HttpResponseMessage response;
    private readonly StreamReader lines;

    private LiveReader(HttpResponseMessage response, StreamReader lines) => (this.response, this.lines) = (response, lines);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <returns>One that misses nothing from here on.</returns>
    public static async Task<LiveReader> OpenAsync(HttpClient client, Uri server, string? execution)
    {
        var query = execution is null ? "" : $"?execution={Uri.EscapeDataString(execution)}";
        var response = await client.GetAsync(new Uri(server, $"/events{query}"), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var reader = new LiveReader(response, new(await response.Content.ReadAsStreamAsync(Cancellation)));
        await reader.NextAsync("ready", _ => true);
        return reader;
    }

    /// <summary>The next event of that name that fits; others are passed over.</summary>
    public async Task<JsonNode> NextAsync(string name, Func<JsonNode, bool> fits)
    {
        while (true)
        {
            var (found, data) = await ReadAsync();
            if (found == name && fits(data))
            {
                return data;
            }
        }
    }

    /// <summary>The next event, of whatever name.</summary>
    public async Task<JsonNode> NextAsync() => (await ReadAsync()).Data;

    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<(string Name, JsonNode Data)> ReadAsync()
    {
        var name = await lines.ReadLineAsync(Cancellation) ?? throw new EndOfStreamException("The server ended the events.");
        var data = await lines.ReadLineAsync(Cancellation);
        Assert.Equal("", await lines.ReadLineAsync(Cancellation));
        return (name["event: ".Length..], JsonNode.Parse(data!["data: ".Length..])!);
    }
}
