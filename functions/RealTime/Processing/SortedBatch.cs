using RealTime.Minutes;
using RealTime.Streams;

namespace RealTime.Processing;

/// <summary>A batch's records by what they hold.</summary>
internal sealed class SortedBatch
{
    public List<Arrival> Arrivals { get; } = [];

    public List<(int Record, EventReading.TooLate Reading)> TooLate { get; } = [];

    public List<(int Record, string Reason)> Refused { get; } = [];

    /// <param name="newest">The newest event of each shard so far, brought up to date.</param>
    public static SortedBatch Of(IReadOnlyList<StreamRecord> records, EventReader reader, IDictionary<string, DateTimeOffset> newest)
    {
        var sorted = new SortedBatch();
        for (var index = 0; index < records.Count; index++)
        {
            var record = records[index];
            switch (reader.Read(record.Data.Span, record.ArrivedAt))
            {
                case EventReading.Accepted(var one):
                    var latest = newest.TryGetValue(record.ShardId, out var known) && known > one.Time ? known : one.Time;
                    newest[record.ShardId] = latest;
                    sorted.Arrivals.Add(new(one, IsLate: one.Time < latest.AddMinutes(-1), index));
                    break;
                case EventReading.TooLate late:
                    sorted.TooLate.Add((index, late));
                    break;
                case EventReading.Refused(var reason):
                    sorted.Refused.Add((index, reason));
                    break;
            }
        }

        return sorted;
    }
}
