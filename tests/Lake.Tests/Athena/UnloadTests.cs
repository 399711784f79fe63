using System.IO.Compression;
using Lake.Athena;
using Lake.Parquet;
using Lake.S3;

namespace Lake.Tests.Athena;

public sealed class UnloadTests : IDisposable
{
    private readonly TemporaryLake lake = new();

    public void Dispose() => lake.Dispose();

    [Fact]
    public async Task The_manifest_names_the_files_that_hold_the_rows()
    {
        var query = await lake.RunAsync(
            "UNLOAD (SELECT i AS n, CAST(NULL AS varchar) AS t, TIMESTAMP '2026-11-20 00:00:00.5' AS at FROM range(5) r(i) ORDER BY i) "
            + "TO 's3://test-lake/plans/a' WITH (format = 'PARQUET', compression = 'SNAPPY')");

        Assert.Equal("s3://test-lake/athena-results/00000000-0000-0000-0000-000000000001", query.OutputLocation);
        Assert.Equal($"{query.OutputLocation}-manifest.csv", query.DataManifestLocation);
        Assert.Equal(("DML", "UNLOAD"), (query.StatementType, query.SubstatementType));

        var file = S3Uri.Parse(lake.Text(S3Uri.Parse(query.DataManifestLocation!)).TrimEnd('\n'));
        Assert.Equal("plans/a/20261120_093015_00000_00000_00000000-0000-0000-0000-000000000001", file.Key);
        Assert.Equal([file.Key], lake.Keys("plans/"));
        Assert.Equal(
            """{"n":0,"t":null,"at":1795132800500}""",
            new ParquetItems(lake.Store).Read(file, TestContext.Current.CancellationToken).First().ToString());
    }

    [Fact]
    public async Task A_time_in_Parquet_keeps_its_seconds_and_their_parts_as_an_item()
    {
        var rows = await lake.UnloadAsync(
            "SELECT TIME '01:02:03.456' AS a, TIME '01:02:03' AS b, TIME '00:00:00' AS c, TIME '23:59:59.999' AS d, ARRAY[TIME '12:00:01'] AS e, 1.10 AS f");

        Assert.Equal("""{"a":"01:02:03.456","b":"01:02:03","c":"00:00:00","d":"23:59:59.999","e":["12:00:01"],"f":"1.10"}""", rows.Single().ToJsonString());
    }

    [Fact]
    public async Task No_rows_are_no_files_and_an_empty_manifest()
    {
        var query = await lake.RunAsync("UNLOAD (SELECT 1 AS a WHERE false) TO 's3://test-lake/plans/a/'");

        Assert.Equal(QueryState.Succeeded, query.State);
        Assert.Equal("", lake.Text(S3Uri.Parse(query.DataManifestLocation!)));
        Assert.Empty(lake.Keys("plans/"));
    }

    [Fact]
    public async Task A_prefix_that_holds_anything_is_refused_and_left_as_it_is()
    {
        lake.Store.Put(new(TemporaryLake.Bucket, "plans/a/deep/old"), "old"u8);

        var query = await lake.RunAsync("UNLOAD (SELECT 1 AS a) TO 's3://test-lake/plans/a/'");

        Assert.Equal(
            "HIVE_PATH_ALREADY_EXISTS: Target directory for table already exists: s3://test-lake/plans/a/. UNLOAD writes to an empty prefix "
            + "only: delete what is there, or name another.",
            query.StateChangeReason);
        Assert.Equal(["plans/a/deep/old"], lake.Keys());
    }

    [Fact]
    public async Task A_neighbours_prefix_is_none_of_its_business()
    {
        lake.Store.Put(new(TemporaryLake.Bucket, "plans/ab"), "x"u8);

        Assert.Equal(QueryState.Succeeded, (await lake.RunAsync("UNLOAD (SELECT 1 AS a) TO 's3://test-lake/plans/a'")).State);
    }

    [Theory]
    [InlineData("format = 'JSON', compression = 'NONE'", "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":null}\n", "")]
    [InlineData("format = 'json'", "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":null}\n", ".gz")]
    [InlineData("format = 'TEXTFILE', field_delimiter = '|', compression = 'GZIP'", "1|x\n2|\\N\n", ".gz")]
    [InlineData("format = 'TEXTFILE', compression = 'NONE'", "1\u0001x\n2\u0001\\N\n", "")]
    public async Task Text_is_written_as_lines(string options, string expected, string extension)
    {
        await lake.RunAsync($"UNLOAD (SELECT * FROM (VALUES (1, 'x'), (2, NULL)) t(a, b) ORDER BY a) TO 's3://test-lake/out/' WITH ({options})");

        var key = lake.Keys("out/").Single();
        Assert.EndsWith($"000000000001{extension}", key, StringComparison.Ordinal);
        await using var file = lake.Store.OpenRead(new(TemporaryLake.Bucket, key));
        using var text = new StreamReader(extension == ".gz" ? new GZipStream(file, CompressionMode.Decompress) : file);
        Assert.Equal(expected, await text.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    // Java's Double.toString and Float.toString, BigDecimal.toString, and the separators of Hive's LazySimpleSerDe.
    [Theory]
    [InlineData("1e-7", "1.0E-7", "1.0E-7")]
    [InlineData("1e23", "1.0E23", "1.0E23")]
    [InlineData("1e0", "1.0", "1.0")]
    [InlineData("-12345678.9e0", "-1.23456789E7", "-1.23456789E7")]
    [InlineData("REAL '1e10'", "1.0E10", "1.0E10")]
    [InlineData("nan()", "\"NaN\"", "NaN")]
    [InlineData("-infinity()", "\"-Infinity\"", "-Infinity")]
    [InlineData("1.10", "1.10", "1.10")]
    [InlineData("BIGINT '9007199254740993'", "9007199254740993", "9007199254740993")]
    [InlineData("true", "true", "true")]
    [InlineData("'say \"1e-07\"'", "\"say \\\"1e-07\\\"\"", "say \"1e-07\"")]
    [InlineData("DATE '2026-11-20'", "\"2026-11-20\"", "2026-11-20")]
    [InlineData("CAST(NULL AS double)", "null", "\\N")]
    [InlineData("ARRAY[1e-7, NULL]", "[1.0E-7,null]", "1.0E-7\u0002\\N")]
    [InlineData("ARRAY[ARRAY[1e-7], ARRAY[2e0, 3e0]]", "[[1.0E-7],[2.0,3.0]]", "1.0E-7\u00022.0\u00033.0")]
    [InlineData("MAP(ARRAY['a', 'b'], ARRAY[1e-7, 2e0])", "{\"a\":1.0E-7,\"b\":2.0}", "a\u00031.0E-7\u0002b\u00032.0")]
    [InlineData("CAST(ROW(1e-7, 'x') AS ROW(\"d\" double, \"it's\" varchar))", "{\"d\":1.0E-7,\"it's\":\"x\"}", "1.0E-7\u0002x")]
    [InlineData("ARRAY[CAST(ROW(1e-7) AS ROW(d double))]", "[{\"d\":1.0E-7}]", "1.0E-7")]
    public async Task A_value_is_written_as_Trino_writes_it(string expression, string json, string text)
    {
        Assert.Equal($"{{\"v\":{json}}}\n", await LinesAsync("JSON"));
        Assert.Equal($"{text}\n", await LinesAsync("TEXTFILE"));

        async Task<string> LinesAsync(string format)
        {
            var query = await lake.RunAsync($"UNLOAD (SELECT {expression} AS v) TO 's3://test-lake/{format}/' WITH (format = '{format}', compression = 'NONE')");
            Assert.True(query.State == QueryState.Succeeded, query.StateChangeReason);
            return lake.Text(new(TemporaryLake.Bucket, lake.Keys($"{format}/").Single()));
        }
    }

    [Theory]
    [InlineData("PARQUET")]
    [InlineData("JSON")]
    [InlineData("TEXTFILE")]
    public async Task An_error_has_its_place_whatever_the_format(string format)
    {
        var query = await lake.RunAsync($"UNLOAD (SELECT 1 AS a,\n  nothing) TO 's3://test-lake/out/' WITH (format = '{format}')");

        Assert.Equal("COLUMN_NOT_FOUND: line 2:3: Column 'nothing' cannot be resolved", query.StateChangeReason);
    }

    [Fact]
    public async Task A_bracket_in_a_string_or_comment_is_no_bracket()
    {
        var rows = await lake.UnloadAsync("SELECT ')' AS a, \"b)\" -- )\n FROM (SELECT (1) AS \"b)\") /* ( */");

        Assert.Equal("""{"a":")","b)":1}""", rows.Single().ToJsonString());
    }

    [Theory]
    [InlineData("UNLOAD SELECT 1", "line 1:8: UNLOAD (query) TO 's3://…' WITH (format = 'PARQUET'): expected (.")]
    [InlineData("UNLOAD (SELECT (1)", "line 1:8: UNLOAD (query) TO 's3://…' WITH (format = 'PARQUET'): this '(' has no ')'.")]
    [InlineData("UNLOAD (SELECT 1)", "line 1:18: UNLOAD (query) TO 's3://…' WITH (format = 'PARQUET'): expected TO.")]
    [InlineData("UNLOAD (SELECT 1) TO x", "line 1:22: UNLOAD (query) TO 's3://…' WITH (format = 'PARQUET'): expected a text in single quotes.")]
    [InlineData("UNLOAD (SELECT 1) TO '/tmp/x'", "line 1:22: UNLOAD (query) TO 's3://…' WITH (format = 'PARQUET'): '/tmp/x' does not name a place in S3; expected s3://bucket/prefix/.")]
    [InlineData("UNLOAD (SELECT 1) TO 's3://b/x' WITH (format = 'ORC')", "line 1:1: UNLOAD (query) TO 's3://…' WITH (format = 'PARQUET'): the local stage unloads PARQUET, JSON and TEXTFILE, and 'ORC' only Athena itself.")]
    [InlineData("UNLOAD (SELECT 1) TO 's3://b/x' WITH (compression = 'RAR')", "line 1:1: UNLOAD (query) TO 's3://…' WITH (format = 'PARQUET'): PARQUET is compressed by one of SNAPPY, GZIP, ZSTD, LZ4, NONE, not by 'RAR'.")]
    [InlineData("UNLOAD (SELECT 1) TO 's3://b/x' WITH (partitioned_by = ARRAY['a'])", "line 1:56: UNLOAD (query) TO 's3://…' WITH (format = 'PARQUET'): the local stage unloads without partitions.")]
    [InlineData("UNLOAD (SELECT 1) TO 's3://b/x' WITH (format = 'JSON') LIMIT 1", "line 1:56: UNLOAD (query) TO 's3://…' WITH (format = 'PARQUET'): expected the end of the statement.")]
    public async Task A_malformed_unload_is_refused_at_its_place(string sql, string message) => Assert.Equal(
        message, (await Assert.ThrowsAsync<AthenaException>(() => lake.Athena.StartAsync(new(sql, "s3://test-lake/r/")))).Message);
}
