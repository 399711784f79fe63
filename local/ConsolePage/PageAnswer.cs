using System.Text;
using System.Text.Json.Nodes;
using Local.Drawing;
using Local.Report;

namespace Local.ConsolePage;

/// <summary>An answer to the console.</summary>
internal sealed record PageAnswer(string ContentType, byte[] Body)
{
    public static PageAnswer Of(JsonNode json) => new("application/json", Encoding.UTF8.GetBytes(json.ToJsonString(DeepJson.Options)));

    public static PageAnswer Of(Html markup) => new("text/html; charset=utf-8", Encoding.UTF8.GetBytes(markup.ToString()));
}
