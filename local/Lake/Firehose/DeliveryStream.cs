using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Lake.DuckDb;
using Lake.S3;
using Workflow;

namespace Lake.Firehose;

/// <summary>
/// Turns JSON documents, one a line or however they follow each other, into the Parquet files of a table, as a delivery stream with record format conversion does: files
/// under <c>dt=…/hour=…</c> by the time of arrival (UTC), what cannot be converted under <c>errors/</c>.
/// </summary>
/// <remarks>
/// Parquet is Snappy inside, and a timestamp is an INT64 of microseconds without a zone: Athena reads it as
/// <c>timestamp(3)</c>, as it does the INT96 that Firehose writes. Times are rounded to milliseconds here already, so that
/// a query sees the same on both.
/// A run is whole or nothing: its objects appear when all of them are complete.
/// </remarks>
/// <param name="store">The folder of the lake.</param>
/// <param name="bucket">The lake's bucket; made when it is not there.</param>
/// <param name="table">A table of Parquet, partitioned by dt and hour.</param>
/// <param name="ids">Gives each object's name a part that no other has.</param>
[SuppressMessage("Naming", "CA1711", Justification = "It is the service's own name.")]
public sealed class DeliveryStream(S3Folder store, string bucket, TableDefinition table, Func<string> ids)
{
    // The one kind of error that Firehose's conversion of records has.
    private const string NotConverted = "format-conversion-failed";

    // A reader loads whole row groups: this many readings are some 10 MB before compression.
    private const int RowsOfGroup = 122_880;

    private readonly RecordColumns columns = new(table);
    private readonly RecordColumns importedColumns = new(table, takesOffsets: true);

    /// <summary>Takes every JSON object of a stream as one record, and every line in which there is none.</summary>
    /// <param name="lines">JSON Lines, UTF-8; objects may share a line, or extend over several.</param>
    /// <param name="arrival">The time at which the lines arrive.</param>
    /// <param name="cancellation">Stops it; nothing of the run is kept then.</param>
    /// <exception cref="IngestException">The input is not JSON Lines at all.</exception>
    public IngestResult Ingest(Stream lines, DateTimeOffset arrival, CancellationToken cancellation = default) =>
        Ingest(columns, LineReader.Read(lines, arrival), Keep, cancellation);

    /// <summary>
    /// Takes a user's file, more kindly than a delivery stream and more strictly: a time may name its offset from UTC, and
    /// a file that lacks a column altogether is not taken.
    /// </summary>
    /// <param name="lines">As for <see cref="Ingest(Stream, DateTimeOffset, CancellationToken)"/>.</param>
    /// <param name="name">The file's name, as the user gave it.</param>
    /// <exception cref="IngestException">No record has one of the columns, or the input is not JSON Lines at all.</exception>
    public IngestResult Import(Stream lines, string name, DateTimeOffset arrival, CancellationToken cancellation = default) =>
        Ingest(
            importedColumns,
            LineReader.Read(lines, arrival),
            (upload, records) =>
            {
                RequireColumns(name, records);
                return upload.Commit();
            },
            cancellation);

    /// <summary>Takes records that arrived at times of their own. Batches of one hour that follow each other share a file.</summary>
    /// <param name="batches">The batches in the order of arrival.</param>
    /// <param name="cancellation">Stops it; nothing of the run is kept then.</param>
    public IngestResult Ingest(IEnumerable<ArrivedLines> batches, CancellationToken cancellation = default) =>
        Ingest(columns, LineReader.Read(batches), Keep, cancellation);

    private static IReadOnlyList<S3Object> Keep(S3Upload upload, IncomingRecords records) => upload.Commit();

    private void RequireColumns(string name, IncomingRecords records)
    {
        var missing = table.Columns.Where((_, column) => (records.Present & (1UL << column)) == 0).Select(column => column.Name).ToList();
        var hasObjects = records.Present != 0 || records.Unknown.Count > 0;
        if (hasObjects && missing.Count > 0)
        {
            throw new IngestException(MissingColumns.Sentence(name, missing, records.Unknown));
        }
    }

    private IngestResult Ingest(
        RecordColumns taken,
        IEnumerable<LineBlock> blocks,
        Func<S3Upload, IncomingRecords, IReadOnlyList<S3Object>> keep,
        CancellationToken cancellation)
    {
        store.CreateBucket(bucket);
        using var upload = store.Stage();
        using var refused = new RefusedRecords(upload, arrival => NewObject(LakeLayout.StreamErrorPrefix(table), arrival, extension: ""));
        using var enumerator = blocks.GetEnumerator();
        var records = new IncomingRecords(taken, enumerator, refused);
        var written = Write(upload, records, cancellation);
        if (records.Read != written + refused.Count)
        {
            throw new InvalidOperationException($"Of {records.Read} records {written} were written and {refused.Count} refused.");
        }

        refused.Dispose();
        return new(records.Read, written, refused.ByReason, keep(upload, records), refused.First);
    }

    private long Write(S3Upload upload, IncomingRecords records, CancellationToken cancellation)
    {
        var written = 0L;
        if (records.NextFile() is not { } first)
        {
            return written;
        }

        Directory.CreateDirectory(store.TemporaryFolder);
        using var database = DuckDbDatabase.Open(new(store.TemporaryFolder, [store.TemporaryFolder]) { KeepOrder = false });
        using var connection = database.Connect();
        using var feed = new RowFeed(connection, "incoming", Environment.ProcessorCount);
        for (DateTimeOffset? hour = first; hour is not null; hour = records.NextFile())
        {
            var uri = NewObject(LakeLayout.StreamPrefix(table), hour.Value, ".parquet");
            var rows = feed.Execute(
                $"COPY (SELECT * FROM {feed}) TO {Sql.Literal(upload.Add(uri))} "
                + $"(FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {RowsOfGroup})",
                records,
                cancellation);
            if (rows == 0)
            {
                upload.Remove(uri);
            }

            written += rows;
        }

        return written;
    }

    /// <summary>A key as Firehose makes it: prefix, time of arrival, the stream's name and version, the time again, an id.</summary>
    private S3Uri NewObject(string pattern, DateTimeOffset arrival, string extension)
    {
        var utc = arrival.ToUniversalTime();
        return new(bucket, string.Create(
            CultureInfo.InvariantCulture,
            $"{LakeLayout.Expand(pattern, arrival, NotConverted)}{table.Name}-1-{utc:yyyy-MM-dd-HH-mm-ss}-{ids()}{extension}"));
    }
}
