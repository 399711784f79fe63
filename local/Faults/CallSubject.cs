using System.Text.Json;
using JsonValues;
using StatesLanguage;

namespace Local.Faults;

/// <summary>Finds the subject of a call: the stores and products in it, but not the execution or the time.</summary>
internal static class CallSubject
{
    public static string Of(TaskCall call) => call.Parameters switch
    {
        JsonObject batch when batch["Entries"] is JsonArray entries => string.Join(' ', entries.Select(OfEntry)),
        JsonObject invocation when (invocation["Payload"] as JsonObject ?? invocation)["Items"] is JsonArray rows =>
            string.Join(' ', rows.OfType<JsonObject>().Select(row => $"{row["store_id"]}/{row["part"] ?? row["product_id"]}")),
        _ => "",
    };

    /// <summary>The first order of a batch's entry; its id where it is no delivery request.</summary>
    public static string OfEntry(Json entry) =>
        entry is JsonObject values
            ? (values["MessageBody"] is JsonString body ? FirstOrder(body.Value) : null) ?? $"{values["Id"]}"
            : "";

    private static string? FirstOrder(string body)
    {
        try
        {
            return Json.Parse(body) is JsonObject delivery && delivery["lines"] is JsonArray { Count: > 0 } lines && lines[0] is JsonObject line
                ? $"{line["order_key"]}"
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
