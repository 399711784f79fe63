namespace Lake.Athena;

/// <summary>The part of a statement that DuckDB runs, which still knows where each piece of it was written.</summary>
/// <param name="Source">The whole statement as it was written.</param>
/// <param name="Text">DuckDB's part, with its parameters.</param>
/// <param name="Shifts">
/// For positions of <paramref name="Text"/>, how much further along the text lies than in the source from that position
/// on.
/// </param>
internal sealed record Statement(SqlText Source, string Text, IReadOnlyList<(int Position, int Shift)> Shifts)
{
    /// <summary>The statement before it was written as DuckDB reads it; null: this one.</summary>
    public Statement? Written { get; init; }

    /// <summary>The shifts from <see cref="Written"/> to this text, in the form of <see cref="Shifts"/>.</summary>
    public IReadOnlyList<(int Position, int Shift)> Rewritten { get; init; } = [(0, 0)];

    /// <summary>What Trino finds wrong with it, and DuckDB would not; null: nothing.</summary>
    public AthenaError? Fault { get; init; }

    /// <summary>The text before an unloaded query.</summary>
    public const string CopyStart = "COPY (FROM (";

    /// <summary>The place, in the statement as it was written, of a position that DuckDB reports.</summary>
    /// <param name="bytes">The position in bytes of UTF-8; behind <see cref="CopyStart"/> when the query is unloaded.</param>
    /// <param name="unloaded">Whether the query is unloaded.</param>
    public string Place(int bytes, bool unloaded)
    {
        var text = unloaded ? CopyStart + Text : Text;
        var position = Characters(text, bytes) - (unloaded ? CopyStart.Length : 0);
        if (Written is { } written)
        {
            // In front of a place in what was inserted, so that it is not behind what it stands for.
            position = Math.Clamp(position - Rewritten.Last(shift => shift.Position <= Math.Max(position, 0)).Shift, 0, written.Text.Length);
        }

        return (Written ?? this).PlaceOf(position);
    }

    /// <summary>The place, in the statement as it was written, of a character of <see cref="Text"/>, which was not rewritten.</summary>
    public string PlaceOf(int position) => Source.Place(position - Shifts.Last(shift => shift.Position <= Math.Max(position, 0)).Shift);

    private static int Characters(string text, int bytes)
    {
        var utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        return System.Text.Encoding.UTF8.GetCharCount(utf8, 0, Math.Clamp(bytes, 0, utf8.Length));
    }
}
