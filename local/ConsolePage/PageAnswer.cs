using System.Text;
using System.Text.Json.Nodes;
using Local.Drawing;
using Local.Report;

namespace Local.ConsolePage;

/// <summary>An answer to the console.</summary>
internal sealed record PageAnswer(string ContentType, Stream Body) : IAsyncDisposable
{
    public static PageAnswer Of(JsonNode json) => Of("application/json", json.ToJsonString(DeepJson.Options));

    public static PageAnswer Of(Html markup) => Of("text/html; charset=utf-8", markup.ToString());

    /// <summary>Rows as CSV; disposed with the answer.</summary>
    public static PageAnswer Of(Stream csv) => new("text/csv; charset=utf-8", csv);

    public ValueTask DisposeAsync() => Body.DisposeAsync();

    private static PageAnswer Of(string contentType, string text) => new(contentType, new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
