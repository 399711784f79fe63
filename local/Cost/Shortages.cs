namespace Cost;

/// <summary>The shortages that one run finds, and the rows in which they come to the child executions.</summary>
/// <param name="Lines">The number of low lines.</param>
/// <param name="Rows">Rows of the query: one for a store and so many lines as fit.</param>
internal sealed record Shortages(decimal Lines, decimal Rows)
{
    private const int BytesPerBatch = 131_072;

    public static Shortages Of(Load load, Assumptions assumed)
    {
        // Goods that one run orders are on the road in the next: the runs of a day share its lines.
        var lines = load.Lines * assumed.LowShare / load.RunsPerDay;
        var linesPerStore = lines / load.Stores;
        var rows = linesPerStore < 1
            ? Math.Ceiling(lines)
            : load.Stores * Math.Ceiling(linesPerStore / assumed.LinesPerRow);
        return new(lines, rows);
    }

    /// <summary>Rows that one child execution takes.</summary>
    public decimal RowsPerBatch(Assumptions assumed)
    {
        var rowBytes = assumed.RowBytes + (Lines / Rows * assumed.LineBytes);
        return Math.Clamp(Math.Floor(BytesPerBatch / rowBytes), 1, assumed.StoresPerBatch);
    }

    /// <summary>Bytes of the delivery request that a row becomes.</summary>
    public decimal DeliveryBytes(Assumptions assumed) => assumed.DeliveryBytes + (Lines / Rows * assumed.DeliveryLineBytes);
}
