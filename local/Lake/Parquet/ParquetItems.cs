using System.Numerics;
using JsonValues;
using Lake.Athena;
using Lake.DuckDb;
using Lake.S3;

namespace Lake.Parquet;

/// <summary>Reads Parquet objects as the items of a Distributed Map.</summary>
/// <param name="store">The folder of the objects.</param>
public sealed class ParquetItems(S3Folder store)
{
    // Objects are read one after the other: most of the time goes to the states between the rows.
    private const int Threads = 1;

    /// <summary>The rows of one object, in order and as they come: numbers are numbers, NULL is null.</summary>
    /// <remarks>
    /// A timestamp is a number of milliseconds since 1970, as recorded from AWS by fakecloud
    /// (docs.rs/crate/fakecloud-stepfunctions, parquet_items.rs); a query that wants text casts it.
    /// </remarks>
    /// <exception cref="S3Exception"><c>NoSuchKey</c> or <c>NoSuchBucket</c>.</exception>
    /// <exception cref="DuckDbException">It is not Parquet.</exception>
    public IEnumerable<JsonObject> Read(S3Uri uri, CancellationToken cancellation = default)
    {
        store.Head(uri);
        Directory.CreateDirectory(store.TemporaryFolder);
        using var database = DuckDbDatabase.Open(new(store.TemporaryFolder, [store.ObjectFolder], Threads));
        using var connection = database.Connect();
        using var result = connection.Query($"SELECT * FROM read_parquet({Sql.Literal(store.PathOf(uri))}, hive_partitioning = false)", cancellation);
        foreach (var row in result.Rows())
        {
            yield return JsonObject.Of(result.Columns.Select((column, i) => KeyValuePair.Create(column.Name, ValueOf(row[i]))));
        }
    }

    private static Json ValueOf(object? value) => value switch
    {
        null => Json.Null,
        bool flag => flag,
        long number => number,
        double number => double.IsFinite(number) ? Number(number) : Json.Null,
        float number => float.IsFinite(number) ? Number(number) : Json.Null,
        BigInteger number => Number(number),
        string text => text,
        byte[] bytes => Convert.ToBase64String(bytes),
        DateOnly date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        // How AWS writes a time of day is not documented.
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", System.Globalization.CultureInfo.InvariantCulture),
        DuckDbTime or DuckDbInterval => AthenaText.Of(value),
        DateTime time => new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeMilliseconds(),
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        List<object?> items => JsonArray.Of(items.Select(ValueOf)),
        List<KeyValuePair<string, object?>> fields => JsonObject.Of(fields.Select(field => KeyValuePair.Create(field.Key, ValueOf(field.Value)))),
        _ => value.ToString(),
    };

    // From the shortest text: a float has no digits that it had not in the file, and a whole number is an integer.
    private static Json Number(IFormattable number) => Json.Parse(number.ToString(null, System.Globalization.CultureInfo.InvariantCulture));
}
