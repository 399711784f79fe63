using Microsoft.AspNetCore.Http;

namespace Local.Serve.Live;

/// <summary>
/// <c>GET /events[?execution=ARN]</c>: server-sent events of whatever changes; with an ARN also that execution's history,
/// map runs and children. A connection that falls behind is closed, and the browser comes back by itself.
/// </summary>
internal static class LiveEndpoint
{
    public const string Path = "/events";

    public static async Task WriteAsync(HttpContext context, LiveFeed feed, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var watcher = feed.Watch(context.Request.Query["execution"]);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";

        // From here on nothing is missed: the page's later reads are never older than the events that it gets.
        await context.Response.WriteAsync("event: ready\ndata: {}\n\n", ended.Token);
        await context.Response.Body.FlushAsync(ended.Token);
        try
        {
            while (await watcher.Events.Reader.WaitToReadAsync(ended.Token))
            {
                while (watcher.Events.Reader.TryRead(out var happened))
                {
                    await context.Response.WriteAsync($"event: {happened.Name}\ndata: {happened.Data}\n\n", ended.Token);
                }

                await context.Response.Body.FlushAsync(ended.Token);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The page was left, or the server ends.
        }
    }
}
