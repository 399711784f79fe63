using System.Text.Json;

namespace Telemetry;

/// <summary>Metrics as a log line in CloudWatch's Embedded Metric Format: no call to make, none to fail.</summary>
/// <param name="output">
/// The process's own standard output: Lambda wraps what goes through <see cref="Console"/> in an envelope of its own,
/// and CloudWatch finds no metric in it.
/// </param>
/// <remarks>Format: Amazon CloudWatch User Guide, "Specification: Embedded metric format".</remarks>
public sealed class EmbeddedMetrics(Stream output, TimeProvider clock)
{
    public const string Namespace = "StreamingAnalytics";

    public const string Dimension = "FunctionName";

    /// <param name="properties">Found in the log by query, but no dimension: each value of one is billed as a metric.</param>
    /// <param name="counts">The metrics, in the unit <c>Count</c>.</param>
    public void Write(
        string functionName, IReadOnlyList<(string Name, string Value)> properties, IReadOnlyList<(MetricName Name, long Value)> counts)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            WriteDirective(json, counts);
            json.WriteString(Dimension, functionName);
            foreach (var (name, value) in properties)
            {
                json.WriteString(name, value);
            }

            foreach (var (name, value) in counts)
            {
                json.WriteNumber(name.ToString(), value);
            }

            json.WriteEndObject();
        }

        line.Write("\n"u8);
        output.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
        output.Flush();
    }

    private void WriteDirective(Utf8JsonWriter json, IReadOnlyList<(MetricName Name, long Value)> counts)
    {
        json.WriteStartObject("_aws");
        json.WriteNumber("Timestamp", clock.GetUtcNow().ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics");
        json.WriteStartObject();
        json.WriteString("Namespace", Namespace);
        json.WriteStartArray("Dimensions");
        json.WriteStartArray();
        json.WriteStringValue(Dimension);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteStartArray("Metrics");
        foreach (var (name, _) in counts)
        {
            json.WriteStartObject();
            json.WriteString("Name", name.ToString());
            json.WriteString("Unit", "Count");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
