using StatesLanguage.Results;

namespace StatesLanguage.Maps;

/// <summary>The memory that the items of a map run may take; all of them are held until their children have run.</summary>
/// <param name="limit">The limit in bytes.</param>
internal sealed class ItemMemory(long limit)
{
    /// <summary>The longest line of text, CSV row or JSON value that is an item: far more than the input of a child may have.</summary>
    public const int LongestItem = 8 << 20;

    // The memory that a file from outside can fill, however large its unpacked contents are.
    private const long OfText = 256L << 20;

    // The rows of a query, for which its own limit holds first.
    private const long OfParquet = 2L << 30;

    // A child's own objects, and those that describe its end.
    private const int Child = 256;

    private long held;

    public static ItemMemory For(ItemReader reader) => new(
        (reader.Flattened ?? reader.Source) == ItemSource.Parquet ? OfParquet : OfText);

    /// <summary>Counts an item that was read, and of which the children keep what was selected.</summary>
    /// <remarks>A selection's data from elsewhere are shared by all items, so that the smaller of the two sizes counts.</remarks>
    /// <exception cref="StateFailure">The items take too much.</exception>
    public void Hold(Json read, Json selected, int index)
    {
        held += ReferenceEquals(read, selected) ? Of(read) : Math.Min(Of(read), Of(selected));
        if (held > limit)
        {
            throw new StateFailure(
                StatesError.ItemReaderFailed,
                $"Items up to number {index + 1} take more than the {limit >> 20} MiB of memory that a map run has for them on this machine. "
                + "Split the objects, or read fewer items with MaxItems.");
        }
    }

    public void HoldChild() => held += Child;

    /// <summary>About how many bytes a value takes: names and texts have two for each character, objects a head.</summary>
    private static long Of(Json value) => value switch
    {
        JsonString text => Text(text.Value) + 32,
        JsonArray array => 48 + array.Sum(item => 8 + Of(item)),
        JsonObject owner => 72 + owner.Sum(member => 16 + Text(member.Key) + Of(member.Value)),
        JsonNumber => 48,
        _ => 0,
    };

    private static long Text(string text) => 22 + (2L * text.Length);
}
