using System.Globalization;
using Lake.Counting;
using Lake.Firehose;

namespace Lake.Import;

/// <summary>The counts of files of readings: <c>Read = Written + Refused</c>.</summary>
/// <param name="Objects">The addresses of the objects of the lake that were written, refused readings' among them.</param>
/// <param name="FirstRefused">The first refused ones of each file.</param>
/// <param name="UnknownStores">Stores that the written readings name and the reference data does not have, with their numbers of readings, the most first.</param>
/// <param name="UnknownDepots">Depots of the readings' stores that the reference data does not have, as the stores are given.</param>
/// <param name="Unit">The unit of the counts: lines of the files, or rows.</param>
public sealed record ImportCounts(
    long Read,
    long Written,
    long Refused,
    IReadOnlyDictionary<string, long> RefusedByReason,
    IReadOnlyList<string> Objects,
    IReadOnlyList<RefusedPlace> FirstRefused,
    IReadOnlyList<NamedCount> UnknownStores,
    IReadOnlyList<NamedCount> UnknownDepots,
    string Unit)
{
    /// <summary>Whether nothing was kept, and <see cref="Written"/> is the number that would have been.</summary>
    public bool IsDryRun { get; init; }

    /// <exception cref="IngestException">Nothing was read.</exception>
    internal static ImportCounts Of(string file, string unit, IngestResult result, (IReadOnlyList<NamedCount> Stores, IReadOnlyList<NamedCount> Depots) unknown)
    {
        if (result.Read == 0)
        {
            throw new IngestException($"{file}: there is nothing in it.");
        }

        return new(
            result.Read,
            result.Written,
            result.Refused,
            result.RefusedByReason,
            [.. result.Objects.Select(item => item.Uri.ToString())],
            [.. result.FirstRefused.Select(refused => new RefusedPlace(file, $"{unit} {refused.Line.ToString(CultureInfo.InvariantCulture)}", refused.Message, refused.Expected))],
            unknown.Stores,
            unknown.Depots,
            unit);
    }

    /// <param name="files">The counts of one file each, at least one.</param>
    public static ImportCounts Sum(IReadOnlyList<ImportCounts> files) => files is [var only]
        ? only
        : new(
            files.Sum(file => file.Read),
            files.Sum(file => file.Written),
            files.Sum(file => file.Refused),
            files.SelectMany(file => file.RefusedByReason).GroupBy(reason => reason.Key).ToDictionary(reason => reason.Key, reason => reason.Sum(count => count.Value)),
            [.. files.SelectMany(file => file.Objects)],
            [.. files.SelectMany(file => file.FirstRefused)],
            Sum(files.SelectMany(file => file.UnknownStores)),
            Sum(files.SelectMany(file => file.UnknownDepots)),
            files.All(file => file.Unit == files[0].Unit) ? files[0].Unit : "reading")
        {
            IsDryRun = files[0].IsDryRun,
        };

    /// <param name="taken">The words for what became of the readings that were taken, such as <c>written as Parquet</c>.</param>
    /// <param name="kept">A sentence on what was kept; empty for none.</param>
    /// <param name="remedy">Gives a sentence that says how a table of reference data gets to know a name.</param>
    public void Print(TextWriter output, string taken, string kept, Func<string, string> remedy)
    {
        output.WriteLine(
            Number($"{Counts.Things(Read, Unit)} read: {Written:N0} {taken}, {Refused:N0} refused.") + (kept.Length > 0 ? $" {kept}" : ""));
        foreach (var (reason, count) in RefusedByReason.OrderByDescending(refused => refused.Value))
        {
            output.WriteLine(Number($"  {count,9:N0}  {reason}"));
        }

        var files = FirstRefused.Select(refused => refused.File).Distinct().Count();
        foreach (var refused in FirstRefused)
        {
            output.WriteLine(
                $"  {(files > 1 ? $"{refused.File}, " : "")}{refused.Place}: {refused.Message}"
                + (refused.Expected is null ? "" : $" What is taken is {refused.Expected}."));
        }

        foreach (var refused in Objects.Where(item => item.Contains("/errors/", StringComparison.Ordinal)))
        {
            output.WriteLine($"  {refused}");
        }

        PrintUnknown(output, "stores that", UnknownStores, remedy("stores"));
        PrintUnknown(output, "stores whose depot", UnknownDepots, remedy("depots"));
    }

    private static void PrintUnknown(TextWriter output, string of, IReadOnlyList<NamedCount> names, string remedy)
    {
        if (names.Count > 0)
        {
            output.WriteLine($"Of {of} the reference data does not know: {Counts.Names(names)}. Nothing is ordered for them. {remedy}");
        }
    }

    private static IReadOnlyList<NamedCount> Sum(IEnumerable<NamedCount> names) =>
        [.. names.GroupBy(one => one.Name).Select(one => new NamedCount(one.Key, one.Sum(count => count.Count))).OrderByDescending(one => one.Count)];

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <param name="File">The file's name, as the user gave it.</param>
/// <param name="Place">Such as <c>line 3</c>.</param>
/// <param name="Message">The fault at this place, with its value.</param>
/// <param name="Expected">A description of a value that would be accepted.</param>
public sealed record RefusedPlace(string File, string Place, string Message, string? Expected);
