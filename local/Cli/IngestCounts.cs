using System.Globalization;
using Lake.Counting;
using Lake.Firehose;

namespace Local.Cli;

/// <summary>The counts of lines sent to the lake: <c>Read = Written + Refused</c>.</summary>
internal sealed record IngestCounts(
    long Read, long Written, long Refused, IReadOnlyDictionary<string, long> RefusedByReason, IReadOnlyList<string> Objects)
{
    public static IngestCounts Of(IngestResult result) => new(
        result.Read,
        result.Written,
        result.Refused,
        result.RefusedByReason,
        [.. result.Objects.Select(item => item.Uri.ToString())]);

    public void Print(TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Counts.Things(Read, "line")} read: {Written:N0} written as Parquet, {Refused:N0} refused."));
        foreach (var (reason, count) in RefusedByReason.OrderByDescending(refused => refused.Value))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,9:N0}  {reason}"));
        }

        foreach (var refused in Objects.Where(item => item.Contains("/errors/", StringComparison.Ordinal)))
        {
            output.WriteLine($"  {refused}");
        }
    }
}
