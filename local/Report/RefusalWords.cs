using Replenishment.Planning;

namespace Local.Report;

/// <summary>The reasons why low lines are not delivered, as sentences, with the remedy where there is one.</summary>
internal static class RefusalWords
{
    private static readonly Dictionary<string, string> Words = Enum.GetValues<Refusal>()
        .ToDictionary(refusal => new RefusedLine("", "", refusal).Reason, Of);

    /// <summary>Says how a table of reference data gets to know a store or a depot.</summary>
    public static string NameThem(string table) => $"Name them with: ingest --table {table} FILE.csv";

    /// <param name="reason">The reason as a plan counts it, such as <c>no_case_fits</c>.</param>
    public static string Of(string reason) => Words.GetValueOrDefault(reason, "");

    /// <summary>The reason and its words, such as <c>no_case_fits: the shelf has …</c>.</summary>
    public static string WithReason(string reason) => Of(reason) is { Length: > 0 } words ? $"{reason}: {words}" : reason;

    private static string Of(Refusal refusal) => refusal switch
    {
        Refusal.NothingMissing => "what is on the shelf and on the way reaches the target level",
        Refusal.NoCaseFits => "the shelf has no room for a whole case; it is ordered once the shelf has",
        Refusal.IdTooLong => "the id of the store or of the product is too long",
        Refusal.UnknownStore => "the table stores does not hold the store. Name it with: ingest --table stores FILE.csv",
        Refusal.UnknownDepot => "the table depots does not hold the store's depot. Name it with: ingest --table depots FILE.csv",
        Refusal.DepotWithoutTrucks => "the store's depot has no truck, or trucks that hold nothing. Mend it with: ingest --table depots FILE.csv",
        Refusal.CaseExceedsTruck => "one case is larger than a truck",
        Refusal.ImplausibleQuantity => "it is more than any store holds: a count or a volume in the reading is wrong",
        Refusal.DepotWithoutTime => "the depot's hours leave a route no time, or more than a day. Mend them with: ingest --table depots FILE.csv",
        _ => "",
    };
}
