using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Chaos.Load;

/// <summary>
/// Asks a server, and counts what it sheds: an answer is right, or one of the errors with which AWS sheds load; anything
/// else fails.
/// </summary>
internal sealed class PatientClient(Uri server) : IDisposable
{
    private static readonly HashSet<string> Shedding =
    [
        "400 ThrottlingException", "400 ExecutionLimitExceeded", "400 TooManyRequestsException",
        "403 RequestThrottled", "503 ServiceUnavailableException",
    ];

    private readonly ConcurrentDictionary<string, int> shed = new();
    private long answered;

    public HttpClient Http { get; } = new() { BaseAddress = server };

    /// <summary>How many requests were shed, by the error.</summary>
    public IReadOnlyDictionary<string, int> Shed => shed;

    public long Answered => answered;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Calls an operation of the AWS JSON protocol.</summary>
    /// <returns>Null where it was shed.</returns>
    public async Task<JsonNode?> AskAsync(string operation, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body) };
        request.Headers.Add("X-Amz-Target", operation);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-amz-json-1.0");
        using var response = await Http.SendAsync(request, Cancellation);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        if (response.IsSuccessStatusCode)
        {
            Interlocked.Increment(ref answered);
            return answer;
        }

        var code = response.Headers.GetValues("x-amzn-ErrorType").Single();
        Assert.True(Shedding.Contains($"{(int)response.StatusCode} {code}"), $"{operation} answers {(int)response.StatusCode} {answer}");
        NoteShed(code);
        return null;
    }

    /// <summary>A page of the console, which has a place whatever else is asked.</summary>
    public async Task LookAsync(string path)
    {
        using var page = await Http.GetAsync(path, Cancellation);
        Assert.True(page.IsSuccessStatusCode, $"{path} answers {page.StatusCode}.");
        Interlocked.Increment(ref answered);
    }

    public void NoteShed(string code) => shed.AddOrUpdate(code, 1, (_, times) => times + 1);

    public void Dispose() => Http.Dispose();
}
