using System.Globalization;
using RealTime.Processing;
using RealTime.SideOutputs;
using RealTime.Streams;

namespace SearchIndexing;

/// <summary>The result of writing a batch's events to search.</summary>
/// <param name="Written">Events that search has now.</param>
/// <param name="Rejected">Events that it does not take; they are set aside.</param>
/// <param name="Left">Records that must come again, in their order; empty: the batch is done.</param>
/// <param name="Reason">The reason why they must come again, in a sentence.</param>
public sealed record IndexResult(int Written, int Rejected, IReadOnlyList<StreamRecord> Left, string Reason);

/// <summary>Makes the events of batches findable; what search does not take is set aside with search's words.</summary>
public sealed class EventIndexer(BulkWriter writer, ISideOutput sideOutput)
{
    private readonly Dictionary<string, (StreamDefinition Stream, EventReader Reader)> readers =
        KnownStreams.All.ToDictionary(stream => stream.Name, stream => (stream, new EventReader(stream)));

    /// <param name="stream">The name of the records' stream on one machine.</param>
    /// <param name="records">Once more what is there already: it is written over with the same.</param>
    public async Task<IndexResult> IndexAsync(string stream, IReadOnlyList<StreamRecord> records, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(records);

        var (definition, reader) = readers[stream];

        // When an event is there twice, the first one stays, as in its minute.
        var documents = records
            .Select(record => SearchDocument.Of(definition, reader, record))
            .OfType<SearchDocument>()
            .DistinctBy(document => (document.Index, document.Id))
            .ToList();
        var result = await writer.WriteAsync(documents, cancellation);

        // Also where others are left: these do not come again.
        if (result.Rejected.Count > 0)
        {
            await sideOutput.KeepAsync([.. result.Rejected.Select(one => SetAsideOf(stream, one))], cancellation);
        }

        return new(
            documents.Count - result.Rejected.Count - result.Left.Count,
            result.Rejected.Count,
            [.. result.Left.Select(document => document.Record)],
            result.Reason);
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
