using System.Globalization;
using RealTime.Processing;
using RealTime.SideOutputs;
using RealTime.Streams;

namespace SearchIndexing;

/// <summary>Makes the events of batches findable; what search does not take is set aside with search's words.</summary>
public sealed class EventIndexer(BulkWriter writer, ISideOutput sideOutput)
{
    private readonly Dictionary<string, (StreamDefinition Stream, EventReader Reader)> readers =
        KnownStreams.All.ToDictionary(stream => stream.Name, stream => (stream, new EventReader(stream)));

    /// <param name="stream">The name of the records' stream on one machine.</param>
    /// <exception cref="SearchUnavailableException">Search is away: all of it must come again, which doubles nothing.</exception>
    public async Task IndexAsync(string stream, IReadOnlyList<StreamRecord> records, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(records);

        var (definition, reader) = readers[stream];

        // Of an event that is there twice the first stays, as in its minute.
        var documents = records
            .Select(record => SearchDocument.Of(definition, reader, record))
            .OfType<SearchDocument>()
            .DistinctBy(document => (document.Index, document.Id));
        var rejected = await writer.WriteAsync(documents, cancellation);
        if (rejected.Count > 0)
        {
            await sideOutput.KeepAsync([.. rejected.Select(one => SetAsideOf(stream, one))], cancellation);
        }
    }

    // Named by its place in the stream, so that it lies there once.
    private static SetAside SetAsideOf(string stream, RejectedDocument rejected)
    {
        var record = rejected.Document.Record;
        var day = record.ArrivedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new(
            $"errors/search/{stream}/dt={day}/{record.ShardId}-{record.SequenceNumber}.json",
            SetAsideKind.Refused,
            $"Search did not take it: {rejected.Reason}",
            record);
    }
}
