using System.Text.Json.Serialization;
using Local.Storage;

namespace Local.Sqs;

/// <summary>The records of the queues' journal.</summary>
[JsonSerializable(typeof(QueueEvent))]
internal sealed partial class QueueEventJson : JsonSerializerContext
{
    public static QueueEventJson Lines { get; } = new(JournalJson.NewOptions());
}
