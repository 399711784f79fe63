using System.Text;
using System.Text.Json;
using JsonValues;
using Local.Report;

namespace Local.ConsolePage;

/// <summary>An answer to the console.</summary>
internal sealed record PageAnswer(string ContentType, Stream Body) : IAsyncDisposable
{
    public static PageAnswer Of(Json json) => Of("application/json", json.ToUtf8());

    /// <summary>An object or a list, as JSON in the names that JavaScript uses.</summary>
    public static PageAnswer OfRecord<T>(T record) => Of("application/json", JsonSerializer.SerializeToUtf8Bytes(record, JsonSerializerOptions.Web));

    public static PageAnswer Of(Html markup) => Of("text/html; charset=utf-8", Encoding.UTF8.GetBytes(markup.ToString()));

    /// <summary>Rows as CSV; disposed with the answer.</summary>
    public static PageAnswer Of(Stream csv) => new("text/csv; charset=utf-8", csv);

    public ValueTask DisposeAsync() => Body.DisposeAsync();

    private static PageAnswer Of(string contentType, byte[] body) => new(contentType, new MemoryStream(body));
}
