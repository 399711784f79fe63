using System.Text.Json.Serialization;
using Lake.Athena;
using Local.Storage;

namespace Local.Athena;

/// <summary>The records of the journal of Athena's queries.</summary>
[JsonSerializable(typeof(QueryExecution))]
internal sealed partial class QueryJson : JsonSerializerContext
{
    public static QueryJson Lines { get; } = new(JournalJson.NewOptions());
}
