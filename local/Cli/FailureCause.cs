using System.Text.Json;
using JsonValues;

namespace Local.Cli;

/// <summary>The sentence in a cause: of a failed query, whose cause is all there is to know of it as JSON, what Athena says.</summary>
internal static class FailureCause
{
    public static string? ForPeople(string? cause)
    {
        try
        {
            return cause is null ? null : Json.Parse(cause).FindText("QueryExecution", "Status", "StateChangeReason") ?? cause;
        }
        catch (JsonException)
        {
            return cause;
        }
    }
}
