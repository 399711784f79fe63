using System.Text.Json.Serialization;
using Local.Storage;

namespace Local.Dispatching;

/// <summary>The records of the ledger's journal.</summary>
[JsonSerializable(typeof(LedgerRecord))]
internal sealed partial class LedgerJson : JsonSerializerContext
{
    public static LedgerJson Lines { get; } = new(JournalJson.NewOptions());
}
