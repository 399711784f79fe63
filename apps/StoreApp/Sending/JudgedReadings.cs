using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.S3;
using Lake.Import;
using Workflow;

namespace StoreApp.Sending;

/// <summary>
/// A user's files of readings, judged by the local stage's own code before any of them is sent: what cannot be a row of the
/// lake is refused here, with the words of <c>ingest</c>, because Firehose refuses a whole record for one bad reading in it.
/// </summary>
/// <remarks>
/// A reading need not be clean: the query sets dirty ones aside and counts them. Each is written anew, so that every record
/// has the same form of time and no stray members.
/// </remarks>
internal sealed class JudgedReadings : IDisposable
{
    // Nothing of it stands in HTML, and a record is billed by its bytes.
    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string folder = Directory.CreateTempSubdirectory("readings-").FullName;
    private readonly ScratchLake scratch;

    public JudgedReadings() => scratch = new(Path.Combine(folder, "lake"));

    /// <summary>Gets the stores and depots of the reference data from the lake bucket, as the stack put them there.</summary>
    /// <returns>Gives the file of a table; it is not there when the bucket has no such object.</returns>
    public async Task<Func<string, string>> FetchReferenceAsync(IAmazonS3 s3, string bucket, CancellationToken cancellation)
    {
        await Task.WhenAll(FetchAsync(s3, bucket, "stores", cancellation), FetchAsync(s3, bucket, "depots", cancellation));
        return ReferenceFile;
    }

    /// <param name="reference">Gives the file of a table of reference data; null: the readings' stores are not looked up.</param>
    /// <returns>The counts of all files together.</returns>
    /// <exception cref="Lake.Firehose.IngestException">A file cannot be taken at all.</exception>
    public async Task<ImportCounts> TakeAsync(
        IReadOnlyList<string> files, ColumnMap map, Func<string, string>? reference, CommandEnvironment environment, CancellationToken cancellation)
    {
        var import = new ReadingImport(
            scratch.Lake, scratch.Stream(ReadingImport.Readings), map, reference, environment.StandardInput, environment.Clock);
        var taken = new List<ImportCounts>();
        foreach (var file in files)
        {
            taken.Add(await import.TakeAsync(file, cancellation) with { Objects = [] });
        }

        return ImportCounts.Sum(taken);
    }

    /// <summary>Writes the refused readings, with their place and the reason, in the form of the lake's <c>errors/</c>.</summary>
    public void WriteRefused(string path)
    {
        using var file = File.Create(path);
        scratch.CopyRefused(ReadingImport.Readings, file);
    }

    /// <returns>The readings that were taken, each as JSON in UTF-8 on one line.</returns>
    public IEnumerable<ReadOnlyMemory<byte>> Documents(CancellationToken cancellation)
    {
        var names = ReadingImport.Readings.Columns.Select(column => JsonEncodedText.Encode(column.Name)).ToArray();
        return scratch.Rows(ReadingImport.Readings, cancellation).Select(row => (ReadOnlyMemory<byte>)Document(names, row));
    }

    public void Dispose()
    {
        scratch.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string ReferenceFile(string table) => Path.Combine(folder, $"{table}.csv");

    private async Task FetchAsync(IAmazonS3 s3, string bucket, string table, CancellationToken cancellation)
    {
        try
        {
            using var answer = await s3.GetObjectAsync(bucket, $"{WorkflowFiles.Table(table).Prefix}{table}.csv", cancellation);
            await answer.WriteResponseStreamToFileAsync(ReferenceFile(table), append: false, cancellation);
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound && missing.ErrorCode != "NoSuchBucket")
        {
            // Nothing of the table is known then.
        }
    }

    private static byte[] Document(JsonEncodedText[] names, object?[] row)
    {
        var document = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(document, Unescaped))
        {
            json.WriteStartObject();
            foreach (var (name, value) in names.Zip(row))
            {
                json.WritePropertyName(name);
                WriteValue(json, value);
            }

            json.WriteEndObject();
        }

        return document.WrittenSpan.ToArray();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case DateTime time:
                // The lake's times are UTC, to the millisecond; Firehose takes this form of them.
                json.WriteStringValue(time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                break;
            default:
                throw new UnreachableException($"No column of readings holds a {value.GetType().Name}.");
        }
    }
}
