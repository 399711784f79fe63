using System.Text.Json.Serialization;
using Replenishment.Dispatching;

namespace Local.Dispatching;

/// <summary>A record of the ledger's journal.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "record")]
[JsonDerivedType(typeof(Dispatched), "dispatched")]
[JsonDerivedType(typeof(Given), "given")]
[JsonDerivedType(typeof(Streamed), "streamed")]
internal abstract record LedgerRecord
{
    private LedgerRecord() { }

    /// <summary>Orders that are on trucks from now on.</summary>
    public sealed record Dispatched(IReadOnlyList<LedgerEntry> Entries) : LedgerRecord;

    /// <summary>The tours that a depot's trucks have on a day, with its new revision.</summary>
    public sealed record Given(DepotDay Day) : LedgerRecord;

    /// <summary>Orders whose dispatches the stream has taken.</summary>
    /// <param name="At">The time; in journals of earlier versions it is absent, and was long ago.</param>
    public sealed record Streamed(IReadOnlyList<string> OrderKeys, DateTimeOffset At = default) : LedgerRecord;
}
