using System.Text.Json;
using System.Text.Json.Serialization;
using JsonValues;

namespace Local.Storage;

/// <summary>The JSON of a journal's lines. Whoever owns a journal has the records of it in a context of its own.</summary>
[JsonSerializable(typeof(JournalHeader))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    public static JournalJson Lines { get; } = new(NewOptions());

    public static JsonSerializerOptions NewOptions() => new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = PlainJson.Encoder,
    };
}
