using System.Text.Json;
using System.Text.Json.Serialization;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>Writes a status as AWS does.</summary>
internal sealed class StatusConverter : JsonConverter<ExecutionStatus>
{
    public override ExecutionStatus Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StatusName.Find(reader.GetString() ?? "") ?? throw new JsonException("No execution has such a status.");

    public override void Write(Utf8JsonWriter writer, ExecutionStatus value, JsonSerializerOptions options) =>
        writer.WriteStringValue(StatusName.Of(value));
}
