using System.Text.Json.Serialization;
using Local.Storage;

namespace Local.Redshift;

/// <summary>The records of the journal of the warehouse's statements.</summary>
[JsonSerializable(typeof(Statement))]
internal sealed partial class StatementJson : JsonSerializerContext
{
    public static StatementJson Lines { get; } = new(JournalJson.NewOptions());
}
