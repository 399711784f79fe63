using JsonValues;

namespace Local.Integrations;

/// <summary>Takes parameters out of what a Task state passes.</summary>
internal static class JsonReading
{
    /// <returns>Empty where there is no such text.</returns>
    public static string Text(this JsonObject parameters, string name) => (parameters[name] as JsonString)?.Value ?? "";
}
