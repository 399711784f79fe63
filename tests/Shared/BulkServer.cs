using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Tests.Shared;

/// <summary>
/// A server on loopback that answers as OpenSearch documents <c>_bulk</c>: an answer of 200 with a status for each item, 429 and 413 of
/// a whole request, 400 for a body that is none. The documents it has taken are in <see cref="Indices"/>.
/// </summary>
internal sealed class BulkServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly Task running;
    private int requests;

    public BulkServer()
    {
        listener.Start();
        running = RunAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    /// <summary>The documents, by index and id.</summary>
    public Dictionary<(string Index, string Id), JsonNode> Indices { get; } = [];

    /// <summary>The number of documents that were taken, new or written over.</summary>
    public int Taken { get; private set; }

    public List<string> Templates { get; } = [];

    /// <summary>The header of each request that had one.</summary>
    public List<string> Authorizations { get; } = [];

    /// <summary>The error of an item of the n-th request; null when the item is taken.</summary>
    public int OfTemplate { get; set; } = 200;

    /// <summary>
    /// The status of the n-th request as a whole; null when it is taken. With a negative status the connection is cut
    /// after the documents are taken.
    /// </summary>
    public Func<int, int?> OfRequest { get; set; } = _ => null;

    /// <summary>What becomes of an item of the n-th request; null: it is taken.</summary>
    public Func<int, string, (int Status, string Type, string Reason)?> OfItem { get; set; } = (_, _) => null;

    /// <summary>Bytes of a request at most.</summary>
    public int Largest { get; set; } = int.MaxValue;

    public int Requests => requests;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stopping.Token);
            _ = ServeAsync(client);
        }
    }

    // A request a connection is all that is needed here.
    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            await using var stream = client.GetStream();
            var (head, body) = await ReadAsync(stream);
            if (head.Length == 0)
            {
                return;
            }

            var (status, answer) = Answer(head, body);
            if (status < 0)
            {
                client.Client.LingerState = new(true, 0);
                return;
            }

            var content = Encoding.UTF8.GetBytes(answer);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {status} Answer\r\nContent-Type: application/json\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n"));
            await stream.WriteAsync(content);
        }
    }

    private static async Task<(string[] Head, string Body)> ReadAsync(NetworkStream stream)
    {
        var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
            {
                return ([], "");
            }

            read.Write(buffer, 0, count);
            var text = Encoding.UTF8.GetString(read.GetBuffer(), 0, (int)read.Length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                continue;
            }

            var head = text[..end].Split("\r\n");
            var length = head.Where(header => header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                .Select(header => int.Parse(header.AsSpan(15), null)).FirstOrDefault();
            if (read.Length >= end + 4 + length)
            {
                return (head, text[(end + 4)..]);
            }
        }
    }

    private (int Status, string Answer) Answer(string[] head, string body)
    {
        const string Authorization = "Authorization: ";
        lock (gate)
        {
            var line = head[0];
            Authorizations.AddRange(head.Where(header => header.StartsWith(Authorization, StringComparison.OrdinalIgnoreCase)).Select(header => header[Authorization.Length..]));
            if (line.StartsWith("PUT /_index_template/", StringComparison.Ordinal))
            {
                Templates.Add(body);
                return (OfTemplate, """{"acknowledged":true}""");
            }

            if (line.StartsWith("GET /_cat/indices?format=json ", StringComparison.Ordinal))
            {
                return (200, new JsonArray([.. Indices.Keys.Select(key => key.Index).Distinct().Select(name => new JsonObject { ["index"] = name })]).ToJsonString());
            }

            if (line.StartsWith("DELETE /", StringComparison.Ordinal))
            {
                var gone = Indices.Keys.Where(key => key.Index == line.Split(' ')[1][1..]).ToList();
                gone.ForEach(key => Indices.Remove(key));
                return gone.Count == 0 ? (404, """{"error":{"type":"index_not_found_exception"},"status":404}""") : (200, """{"acknowledged":true}""");
            }

            if (!line.StartsWith("POST /_bulk ", StringComparison.Ordinal))
            {
                return (404, """{"error":"no handler found"}""");
            }

            var request = ++requests;
            if (body.Length > Largest)
            {
                return (413, "");
            }

            if (OfRequest(request) is { } status and >= 0)
            {
                return (status, status == 429 ? """{"error":{"type":"circuit_breaking_exception","reason":"too many requests"},"status":429}""" : "{}");
            }

            if (!body.EndsWith('\n'))
            {
                return (400, """{"error":{"type":"illegal_argument_exception","reason":"The bulk request must be terminated by a newline [\\n]"},"status":400}""");
            }

            var items = new JsonArray();
            var lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            for (var at = 0; at < lines.Length; at += 2)
            {
                items.Add((JsonNode)Item(request, JsonNode.Parse(lines[at])!["index"]!, lines[at + 1]));
            }

            var hasErrors = items.Any(item => item!["index"]!["error"] is not null);
            return (OfRequest(request) ?? 200, new JsonObject { ["took"] = 1, ["errors"] = hasErrors, ["items"] = items }.ToJsonString());
        }
    }

    private JsonObject Item(int request, JsonNode action, string source)
    {
        var (index, id) = ((string)action["_index"]!, (string)action["_id"]!);
        var result = new JsonObject { ["_index"] = index, ["_id"] = id };
        if (OfItem(request, id) is var (status, type, reason))
        {
            result["status"] = status;
            result["error"] = new JsonObject { ["type"] = type, ["reason"] = reason };
        }
        else
        {
            result["status"] = Indices.ContainsKey((index, id)) ? 200 : 201;
            Indices[(index, id)] = JsonNode.Parse(source)!;
            Taken++;
        }

        return new() { ["index"] = result };
    }
}
