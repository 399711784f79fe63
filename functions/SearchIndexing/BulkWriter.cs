using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RecordStreaming;

namespace SearchIndexing;

/// <summary>A document that search does not take, however often it is sent.</summary>
/// <param name="Reason">The service's type of error and its words.</param>
public sealed record RejectedDocument(SearchDocument Document, string Reason);

/// <summary>Search does not do now what it is asked for; it may be asked again.</summary>
public sealed class SearchUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The result of writing documents; those that are in neither list were taken.</summary>
/// <param name="Rejected">Not taken for reasons of their own.</param>
/// <param name="Left">Not taken now. They may be written again, in this order, which changes nothing of what search has.</param>
/// <param name="Reason">The reason why documents are left, in a sentence; empty when none are.</param>
public sealed record BulkResult(IReadOnlyList<RejectedDocument> Rejected, IReadOnlyList<SearchDocument> Left, string Reason);

/// <summary>Writes documents through <c>_bulk</c> until each is taken or rejected, or search stays away.</summary>
/// <remarks>
/// A <c>_bulk</c> answers 200 whatever became of its items: each has a status of its own. 429 and 5xx of a whole request or
/// of an item pass; everything else of an item is the document's own fault. OpenSearch documentation, "Bulk".
/// </remarks>
public sealed class BulkWriter(HttpClient http, Uri endpoint, Backoff backoff, TimeProvider clock)
{
    // Half of the smallest limit that AWS has for a request, 10 MiB.
    private const int MostBytes = 5 * 1024 * 1024;
    private const int MostDocuments = 1_000;

    // The longest wait that Retry-After can ask for, so that a wrong clock or header does not stop the writer for a day.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(1);

    private static readonly MediaTypeHeaderValue Lines = new("application/x-ndjson");

    private string Authority => endpoint.GetLeftPart(UriPartial.Authority);

    /// <summary>Stops at the first request of which search does not take all, after as many attempts as the backoff has.</summary>
    public async Task<BulkResult> WriteAsync(IEnumerable<SearchDocument> documents, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(documents);

        var rejected = new List<RejectedDocument>();
        var requests = new Queue<List<SearchDocument>>(Requests(documents));
        while (requests.TryDequeue(out var request))
        {
            var (left, reason) = await WriteAsync(request, rejected, cancellation);
            if (left.Count > 0)
            {
                return new(rejected, [.. left, .. requests.SelectMany(later => later)], reason);
            }
        }

        return new(rejected, [], "");
    }

    private static IEnumerable<List<SearchDocument>> Requests(IEnumerable<SearchDocument> documents)
    {
        var (request, bytes) = (new List<SearchDocument>(), 0);
        foreach (var document in documents)
        {
            if (request.Count == MostDocuments || (request.Count > 0 && bytes + document.Source.Length > MostBytes))
            {
                yield return request;
                (request, bytes) = ([], 0);
            }

            request.Add(document);
            bytes += document.Source.Length;
        }

        if (request.Count > 0)
        {
            yield return request;
        }
    }

    private async Task<(List<SearchDocument> Left, string Reason)> WriteAsync(
        List<SearchDocument> documents, List<RejectedDocument> rejected, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await SendAsync(documents, cancellation);
            if (outcome.IsTooLarge)
            {
                return await WriteHalvesAsync(documents, outcome.Reason, rejected, cancellation);
            }

            rejected.AddRange(outcome.Rejected);
            documents = outcome.Left;
            if (documents.Count == 0)
            {
                return ([], "");
            }

            if (outcome.IsFinal)
            {
                return (documents, $"Search at {Authority} refuses the writer with {outcome.Reason}");
            }

            if (attempt == backoff.Attempts)
            {
                return (documents, $"Search at {Authority} did not take {documents.Count} documents in {attempt} attempts, the last time with {outcome.Reason}.");
            }

            var pause = backoff.After(attempt);
            await Task.Delay(outcome.After > pause ? outcome.After : pause, clock, cancellation);
        }
    }

    private async Task<(List<SearchDocument> Left, string Reason)> WriteHalvesAsync(
        List<SearchDocument> documents, string reason, List<RejectedDocument> rejected, CancellationToken cancellation)
    {
        if (documents.Count == 1)
        {
            rejected.Add(new(documents[0], reason));
            return ([], "");
        }

        var half = documents.Count / 2;
        var (left, why) = await WriteAsync(documents[..half], rejected, cancellation);
        return left.Count > 0
            ? ([.. left, .. documents[half..]], why)
            : await WriteAsync(documents[half..], rejected, cancellation);
    }

    private async Task<Outcome> SendAsync(List<SearchDocument> documents, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, "_bulk")) { Content = Body(documents) };
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            var text = await response.Content.ReadAsByteArrayAsync(cancellation);
            if (response.StatusCode == HttpStatusCode.RequestEntityTooLarge)
            {
                return new([], documents, "413, a request that is too large", TimeSpan.Zero) { IsTooLarge = true };
            }

            if (IsPassing((int)response.StatusCode))
            {
                return new([], documents, $"{(int)response.StatusCode}", Asked(response));
            }

            return response.IsSuccessStatusCode
                ? Read(text, documents)
                : new([], documents, $"{(int)response.StatusCode}: {Shown(text)}", TimeSpan.Zero) { IsFinal = true };
        }
        catch (HttpRequestException error)
        {
            return new([], documents, error.Message, TimeSpan.Zero);
        }
        catch (TaskCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            return new([], documents, error.Message, TimeSpan.Zero);
        }
        catch (IOException error)
        {
            // The connection broke in the answer: what was taken is taken, and is written over with the same.
            return new([], documents, error.Message, TimeSpan.Zero);
        }
    }

    private static ByteArrayContent Body(List<SearchDocument> documents)
    {
        using var body = new MemoryStream();
        foreach (var document in documents)
        {
            using (var json = new Utf8JsonWriter(body))
            {
                json.WriteStartObject();
                json.WriteStartObject("index");
                json.WriteString("_index", document.Index);
                json.WriteString("_id", document.Id);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            body.WriteByte((byte)'\n');
            body.Write(document.Source.Span);
            body.WriteByte((byte)'\n');
        }

        return new(body.ToArray()) { Headers = { ContentType = Lines } };
    }

    // In the order of the request; each item has one member, the action, with its status and, where it failed, why.
    private static Outcome Read(byte[] answer, List<SearchDocument> documents)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            var items = json.RootElement.GetProperty("items");
            if (items.GetArrayLength() != documents.Count)
            {
                return new([], documents, $"an answer of {items.GetArrayLength()} items to {documents.Count} documents", TimeSpan.Zero);
            }

            var (rejected, left, reason) = (new List<RejectedDocument>(), new List<SearchDocument>(), "");
            foreach (var (document, item) in documents.Zip(items.EnumerateArray()))
            {
                var result = item.EnumerateObject().Single().Value;
                var status = result.GetProperty("status").GetInt32();
                if (status is >= 200 and < 300)
                {
                    continue;
                }

                var why = Why(result, status);
                if (IsPassing(status))
                {
                    left.Add(document);
                    reason = why;
                }
                else
                {
                    rejected.Add(new(document, why));
                }
            }

            return new(rejected, left, reason, TimeSpan.Zero);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new([], documents, $"an answer that is none of _bulk: {Shown(answer)}", TimeSpan.Zero);
        }
    }

    private static string Why(JsonElement result, int status)
    {
        if (!result.TryGetProperty("error", out var error))
        {
            return $"{status}";
        }

        return error.ValueKind == JsonValueKind.Object
            ? $"{status} {Text(error, "type")}: {Text(error, "reason")}{(error.TryGetProperty("caused_by", out var cause) ? $" ({Text(cause, "reason")})" : "")}"
            : $"{status} {error}";
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var text) ? text.ToString() : "";

    private static bool IsPassing(int status) => status is 408 or 429 or >= 500;

    private TimeSpan Asked(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked < LongestAsked ? asked : LongestAsked;
    }

    private static string Shown(byte[] text)
    {
        const int Most = 200;
        return Encoding.UTF8.GetString(text.AsSpan(0, Math.Min(Most, text.Length)));
    }

    /// <param name="Left">The documents that have to be sent again.</param>
    /// <param name="Reason">The reason why they are left.</param>
    /// <param name="After">The time for which the service asks to be left alone.</param>
    private sealed record Outcome(IReadOnlyList<RejectedDocument> Rejected, List<SearchDocument> Left, string Reason, TimeSpan After)
    {
        public bool IsTooLarge { get; init; }

        /// <summary>The writer is refused, and would be refused again.</summary>
        public bool IsFinal { get; init; }
    }
}
