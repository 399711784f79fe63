using System.Text.Json.Serialization;
using Lake.Athena;
using Local.Storage;

namespace Local.Athena;

/// <summary>The records of the journal of Athena's queries, and what is said to the processes that run them.</summary>
[JsonSerializable(typeof(QueryExecution))]
[JsonSerializable(typeof(QueryTask))]
internal sealed partial class QueryJson : JsonSerializerContext
{
    public static QueryJson Lines { get; } = new(JournalJson.NewOptions());
}
