using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace StatesLanguage;

/// <summary>Reads the items of a Distributed Map out of an object store.</summary>
internal sealed class ItemReading(IObjectStore objects, IParquetReader? parquet, ItemReader reader, Json parameters)
{
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

    private async IAsyncEnumerable<ReadItem> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var source = $"S3://{Bucket}";
        await foreach (var stored in objects.ListAsync(Bucket, Parameter("Prefix") ?? "", cancellation))
        {
            yield return new ReadItem(
                JsonObject.Of(
                    ("Etag", Json.Of(stored.ETag)),
                    ("Key", Json.Of(stored.Key)),
                    ("LastModified", Json.Of(stored.LastModified.ToUnixTimeSeconds())),
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
        await foreach (var row in CsvText.RowsAsync(manifest, ',', cancellation))
        {
            if (!Uri.TryCreate(row[0], UriKind.Absolute, out var uri) || !uri.Scheme.Equals("s3", StringComparison.OrdinalIgnoreCase))
            {
                throw Failure($"The manifest s3://{Bucket}/{Key} names '{row[0]}', which is no S3 URI.");
            }

            var path = row[0]["s3://".Length..];
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            await foreach (var item in ReadObjectAsync(reader.Source, path[..slash], path[(slash + 1)..], cancellation))
            {
                yield return item;
            }
        }
    }

    // manifest.json names the columns and the CSV files of an S3 inventory.
    private async IAsyncEnumerable<ReadItem> ReadInventoryAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var manifest = await ReadJsonAsync(Bucket, Key, cancellation) as JsonObject;
        var schema = (manifest?["fileSchema"] as JsonString)?.Value;
        var files = manifest?["files"] as JsonArray;
        if (schema is null || files is null)
        {
            throw Failure($"The object s3://{Bucket}/{Key} is no S3 Inventory manifest.");
        }

        var columns = schema.Split(',', StringSplitOptions.TrimEntries);
        foreach (var file in files.OfType<JsonObject>())
        {
            var key = (file["key"] as JsonString)?.Value ?? throw Failure($"A file of the manifest s3://{Bucket}/{Key} has no key.");
            await using var stream = await OpenAsync(Bucket, key, cancellation);
            await foreach (var row in CsvText.RowsAsync(stream, ',', cancellation))
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
        await foreach (var row in CsvText.RowsAsync(stream, reader.CsvDelimiter, cancellation))
        {
            // What Athena unloads as text has no header row, and only GIVEN headers name its columns.
            if (columns is null)
            {
                columns = row;
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
        using var lines = new StreamReader(stream, Encoding.UTF8);
        for (var number = 1; await lines.ReadLineAsync(cancellation) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return new ReadItem(Parse(line, $"Line {number} of s3://{bucket}/{key}"), Source(bucket, key));
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
            throw Failure($"The object s3://{bucket}/{key} cannot be read as Parquet: {exception.Message}");
        }
    }

    private async IAsyncEnumerable<ReadItem> ReadArrayAsync(string bucket, string key, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var document = await ReadJsonAsync(bucket, key, cancellation);
        var found = reader.ItemsPointer is null ? document : Follow(document, reader.ItemsPointer);
        IEnumerable<Json> items = found switch
        {
            JsonArray array => array,
            JsonObject owner => owner.Select(member => JsonObject.Of(("Key", Json.Of(member.Key)), ("Value", member.Value))),
            _ => throw Failure("Attempting to map over non-iterable node."),
        };
        foreach (var item in items)
        {
            yield return new ReadItem(item, Source(bucket, key));
        }
    }

    // RFC 6901.
    private static Json Follow(Json document, string pointer)
    {
        foreach (var step in pointer.Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            document = document switch
            {
                JsonObject owner => owner[name],
                JsonArray array when int.TryParse(name, out var index) && index >= 0 && index < array.Count => array[index],
                _ => null,
            } ?? throw Failure("The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.");
        }

        return document;
    }

    private async Task<Json> ReadJsonAsync(string bucket, string key, CancellationToken cancellation)
    {
        await using var stream = await OpenAsync(bucket, key, cancellation);
        using var text = new StreamReader(stream, Encoding.UTF8);
        return Parse(await text.ReadToEndAsync(cancellation), $"The object s3://{bucket}/{key}");
    }

    private async Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellation)
    {
        var stream = await objects.OpenAsync(bucket, key, cancellation)
            ?? throw Failure($"The object s3://{bucket}/{key} does not exist.");
        return key.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
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
    private static JsonObject Record(string[] columns, string[] row) => JsonObject.Owning(
        columns, [.. columns.Select((_, i) => Json.Of(i < row.Length ? row[i] : ""))]);

    private static string Source(string bucket, string key) => $"S3://{bucket}/{key}";

    private static ItemReaderException Failure(string message) => new(message);
}

/// <summary>The items cannot be read: <see cref="StatesError.ItemReaderFailed"/>.</summary>
internal sealed class ItemReaderException(string message) : Exception(message);
