using System.Text.Json;

namespace Kinesis.Mappings;

/// <summary>A mapping, as Lambda's API shows it.</summary>
internal static class MappingAnswer
{
    public static void Write(Utf8JsonWriter json, MappingDocument mapping, KinesisOptions options)
    {
        var settings = mapping.Settings;
        json.WriteString("UUID", mapping.Id);
        json.WriteString("EventSourceMappingArn", $"arn:aws:lambda:{options.Region}:{options.Account}:event-source-mapping:{mapping.Id}");
        json.WriteString("EventSourceArn", options.StreamArn(mapping.Stream));
        json.WriteString("FunctionArn", EventJson.FunctionArn(options, mapping));
        json.WriteString("StartingPosition", mapping.StartingPosition);
        if (mapping.StartingTimestamp is { } time)
        {
            json.WriteNumber("StartingPositionTimestamp", time / 1000m);
        }

        json.WriteNumber("BatchSize", settings.BatchSize);
        json.WriteNumber("MaximumBatchingWindowInSeconds", settings.MaximumBatchingWindowInSeconds);
        json.WriteNumber("ParallelizationFactor", settings.ParallelizationFactor);
        json.WriteBoolean("BisectBatchOnFunctionError", settings.BisectBatchOnFunctionError);
        json.WriteNumber("MaximumRetryAttempts", settings.MaximumRetryAttempts);
        json.WriteNumber("MaximumRecordAgeInSeconds", settings.MaximumRecordAgeInSeconds);
        json.WriteNumber("TumblingWindowInSeconds", settings.TumblingWindowInSeconds);
        json.WriteStartObject("DestinationConfig");
        json.WriteStartObject("OnFailure");
        if (settings.OnFailure is { } destination)
        {
            json.WriteString("Destination", destination);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("FunctionResponseTypes");
        if (settings.ReportsBatchItemFailures)
        {
            json.WriteStringValue("ReportBatchItemFailures");
        }

        json.WriteEndArray();
        if (settings.Filters.Count > 0)
        {
            json.WriteStartObject("FilterCriteria");
            json.WriteStartArray("Filters");
            foreach (var pattern in settings.Filters)
            {
                json.WriteStartObject();
                json.WriteString("Pattern", pattern);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteString("State", mapping.State);
        json.WriteString("StateTransitionReason", "User action");
        json.WriteString("LastProcessingResult", mapping.LastProcessingResult);
        json.WriteNumber("LastModified", mapping.LastModified / 1000m);
    }
}
