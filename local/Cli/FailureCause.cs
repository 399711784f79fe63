using System.Text.Json;
using System.Text.Json.Nodes;

namespace Local.Cli;

/// <summary>The sentence in a cause: of a failed query, whose cause is all there is to know of it as JSON, what Athena says.</summary>
internal static class FailureCause
{
    public static string? ForPeople(string? cause)
    {
        try
        {
            return cause is not null && JsonNode.Parse(cause) is JsonObject answer
                && answer["QueryExecution"] is JsonObject query
                && query["Status"] is JsonObject status
                && status["StateChangeReason"] is JsonValue reason
                    ? reason.GetValue<string>()
                    : cause;
        }
        catch (JsonException)
        {
            return cause;
        }
    }
}
