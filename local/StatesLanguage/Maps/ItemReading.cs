using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace StatesLanguage.Maps;

/// <summary>Reads the items of a Distributed Map out of an object store.</summary>
internal sealed class ItemReading(IObjectStore objects, IParquetReader? parquet, ItemReader reader, Json parameters)
{
    // "Step Functions supports headers of up to 10 KiB" (developer guide, ItemReader).
    private const int LongestHeader = 10 * 1024;

    private const char ByteOrderMark = '\uFEFF';

    private string Bucket => Parameter("Bucket") ?? throw Failure("The parameter 'Bucket' of the ItemReader must be a string.");

    private string Key => Parameter("Key") ?? throw Failure("The parameter 'Key' of the ItemReader must be a string.");

    /// <exception cref="ItemReaderException">The items cannot be read.</exception>
    public IAsyncEnumerable<ReadItem> ReadAsync(CancellationToken cancellation) => reader switch
    {
        { Flattened: { } source } => ReadListedAsync(source, cancellation),
        { Source: ItemSource.ObjectList } => ListAsync(cancellation),
        { Source: ItemSource.Inventory } => ReadInventoryAsync(cancellation),
        { IsAthenaManifest: true } => ReadAthenaAsync(cancellation),
        _ => ReadObjectAsync(reader.Source, Bucket, Key, cancellation),
    };

    // LastModified is a double of seconds, 1.789180622E9, as recorded on AWS (github.com/floci-io/floci/pull/3460).
    private async IAsyncEnumerable<ReadItem> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var source = $"S3://{Bucket}";
        await foreach (var stored in objects.ListAsync(Bucket, Parameter("Prefix") ?? "", cancellation))
        {
            yield return new ReadItem(
                JsonObject.Of(
                    ("Etag", Json.Of(stored.ETag)),
                    ("Key", Json.Of(stored.Key)),
                    ("LastModified", Json.Of((double)stored.LastModified.ToUnixTimeSeconds())),
                    ("Size", Json.Of(stored.Size)),
                    ("StorageClass", Json.Of(stored.StorageClass))),
                source);
        }
    }

    private async IAsyncEnumerable<ReadItem> ReadListedAsync(ItemSource source, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var stored in objects.ListAsync(Bucket, Parameter("Prefix") ?? "", cancellation))
        {
            await foreach (var item in ReadObjectAsync(source, Bucket, stored.Key, cancellation))
            {
                yield return item;
            }
        }
    }

    // Each line of the manifest is the URI of a data object.
    private async IAsyncEnumerable<ReadItem> ReadAthenaAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var manifest = await OpenAsync(Bucket, Key, cancellation);
        await foreach (var row in CsvText.RowsAsync(manifest, Uri(Bucket, Key), ',', cancellation))
        {
            var (bucket, key) = Named(row[0]);
            await foreach (var item in ReadObjectAsync(reader.Source, bucket, key, cancellation))
            {
                yield return item;
            }
        }
    }

    private (string Bucket, string Key) Named(string uri)
    {
        if (!uri.StartsWith("s3://", StringComparison.OrdinalIgnoreCase))
        {
            throw Failure($"The manifest {Uri(Bucket, Key)} names '{uri}', which is no S3 URI.");
        }

        var path = uri["s3://".Length..];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash + 1 < path.Length
            ? (path[..slash], path[(slash + 1)..])
            : throw Failure($"The manifest {Uri(Bucket, Key)} names '{uri}', which is no object: expected s3://bucket/key.");
    }

    // manifest.json names the columns and the CSV files of an S3 inventory.
    private async IAsyncEnumerable<ReadItem> ReadInventoryAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var manifest = await ReadManifestAsync(Bucket, Key, cancellation) as JsonObject;
        var schema = (manifest?["fileSchema"] as JsonString)?.Value;
        var files = manifest?["files"] as JsonArray;
        if (schema is null || files is null)
        {
            throw Failure($"The object {Uri(Bucket, Key)} is no S3 Inventory manifest.");
        }

        var columns = schema.Split(',', StringSplitOptions.TrimEntries);
        foreach (var file in files.OfType<JsonObject>())
        {
            var key = (file["key"] as JsonString)?.Value ?? throw Failure($"A file of the manifest {Uri(Bucket, Key)} has no key.");
            await using var stream = await OpenAsync(Bucket, key, cancellation);
            await foreach (var row in CsvText.RowsAsync(stream, Uri(Bucket, key), ',', cancellation))
            {
                yield return new ReadItem(Record(columns, row), Source(Bucket, key));
            }
        }
    }

    private IAsyncEnumerable<ReadItem> ReadObjectAsync(ItemSource source, string bucket, string key, CancellationToken cancellation) =>
        source switch
        {
            ItemSource.Csv => ReadCsvAsync(bucket, key, cancellation),
            ItemSource.JsonLines => ReadLinesAsync(bucket, key, cancellation),
            ItemSource.Parquet => ReadParquetAsync(bucket, key, cancellation),
            _ => ReadArrayAsync(bucket, key, cancellation),
        };

    private async IAsyncEnumerable<ReadItem> ReadCsvAsync(string bucket, string key, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = await OpenAsync(bucket, key, cancellation);
        var columns = reader.CsvHeaders?.OfType<JsonString>().Select(header => header.Value).ToArray();
        await foreach (var row in CsvText.RowsAsync(stream, Uri(bucket, key), reader.CsvDelimiter, cancellation))
        {
            // Athena's unloaded text has no header row, and only GIVEN headers name its columns.
            if (columns is null)
            {
                columns = Header(row, Uri(bucket, key));
            }
            else
            {
                yield return new ReadItem(Record(columns, row), Source(bucket, key));
            }
        }
    }

    private async IAsyncEnumerable<ReadItem> ReadLinesAsync(string bucket, string key, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = await OpenAsync(bucket, key, cancellation);
        var number = 0;
        await foreach (var line in TextLines.ReadAsync(stream, Uri(bucket, key), cancellation))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return new ReadItem(Parse(line, $"Line {number} of {Uri(bucket, key)}"), Source(bucket, key));
            }
        }
    }

    private async IAsyncEnumerable<ReadItem> ReadParquetAsync(string bucket, string key, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var source = parquet ?? throw Failure("This host does not read Parquet.");

        // An object that is not there is the same failure whatever it should hold.
        await (await OpenAsync(bucket, key, cancellation)).DisposeAsync();
        await using var rows = source.ReadAsync(bucket, key, cancellation).GetAsyncEnumerator(cancellation);
        while (await MoveAsync(rows, bucket, key))
        {
            yield return new ReadItem(rows.Current, Source(bucket, key));
        }
    }

    private static async ValueTask<bool> MoveAsync(IAsyncEnumerator<JsonObject> rows, string bucket, string key)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (InvalidDataException exception)
        {
            throw Failure($"The object {Uri(bucket, key)} cannot be read as Parquet: {exception.Message}");
        }
    }

    private async IAsyncEnumerable<ReadItem> ReadArrayAsync(string bucket, string key, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = await OpenAsync(bucket, key, cancellation);
        await foreach (var item in new JsonItems(stream, Uri(bucket, key)).ReadAsync(reader.ItemsPointer, cancellation))
        {
            yield return new ReadItem(item, Source(bucket, key));
        }
    }

    private async Task<Json> ReadManifestAsync(string bucket, string key, CancellationToken cancellation)
    {
        await using var stream = await OpenAsync(bucket, key, cancellation);
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            text.Write(buffer, 0, read);
            if (text.Length > ItemMemory.LongestItem)
            {
                throw Failure($"The manifest {Uri(bucket, key)} is longer than {ItemMemory.LongestItem >> 20} MiB.");
            }
        }

        return Parse(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length).TrimStart(ByteOrderMark), $"The object {Uri(bucket, key)}");
    }

    private async Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellation)
    {
        var stream = await objects.OpenAsync(bucket, key, cancellation)
            ?? throw Failure($"The object {Uri(bucket, key)} does not exist.");
        return Unpacked.Open(stream, key, Uri(bucket, key));
    }

    private string? Parameter(string name) => ((parameters as JsonObject)?[name] as JsonString)?.Value;

    private static Json Parse(string text, string what)
    {
        try
        {
            return Json.Parse(text);
        }
        catch (JsonException exception)
        {
            throw Failure($"{what} is not valid JSON: {exception.Message}");
        }
    }

    // Values are always strings; what a row lacks is empty, what it has too much is left out.
    // If two columns have the same name, the last one counts, as in a map, which Step Functions is assumed to make of a row.
    private static JsonObject Record(string[] columns, string[] row)
    {
        Json[] values = [.. columns.Select((_, i) => Json.Of(i < row.Length ? row[i] : ""))];
        if (columns.ToHashSet(StringComparer.Ordinal) is var names && names.Count == columns.Length)
        {
            return JsonObject.Owning(columns, values);
        }

        var last = columns.Zip(values).GroupBy(field => field.First, StringComparer.Ordinal).Select(same => same.Last()).ToList();
        return JsonObject.Owning([.. last.Select(field => field.First)], [.. last.Select(field => field.Second)]);
    }

    private static string[] Header(string[] row, string name) => row.Sum(Encoding.UTF8.GetByteCount) + row.Length - 1 <= LongestHeader
        ? row
        : throw Failure($"The header of {name} is longer than the 10 KiB that Step Functions supports.");

    private static string Uri(string bucket, string key) => $"s3://{bucket}/{key}";

    private static string Source(string bucket, string key) => $"S3://{bucket}/{key}";

    private static ItemReaderException Failure(string message) => new(message);
}

/// <summary>The items cannot be read: <see cref="StatesError.ItemReaderFailed"/>.</summary>
internal sealed class ItemReaderException(string message) : Exception(message);
