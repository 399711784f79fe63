using System.Text.Json;
using System.Text.Json.Serialization;
using JsonValues;

namespace Local.StepFunctions;

/// <summary>The JSON of an execution's file.</summary>
[JsonSerializable(typeof(Execution))]
internal sealed partial class ExecutionFileJson : JsonSerializerContext
{
    public static ExecutionFileJson File { get; } = new(new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = PlainJson.Encoder,
    });
}
