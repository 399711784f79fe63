using System.Text.Json.Serialization;
using Local.Storage;

namespace Local.Firehose;

/// <summary>The records of a delivery stream's journal.</summary>
[JsonSerializable(typeof(TakenRecords))]
internal sealed partial class TakenRecordsJson : JsonSerializerContext
{
    public static TakenRecordsJson Lines { get; } = new(JournalJson.NewOptions());
}
