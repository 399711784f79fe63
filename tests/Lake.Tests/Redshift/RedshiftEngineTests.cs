using System.Text;
using Lake.Redshift;
using Lake.S3;

namespace Lake.Tests.Redshift;

public sealed class RedshiftEngineTests : IDisposable
{
    private const string Columns =
        "event_id VARCHAR(65535), store_id VARCHAR(65535), product_id VARCHAR(65535), on_hand BIGINT, reorder_point BIGINT, target_level BIGINT, "
        + "shelf_capacity BIGINT, case_size BIGINT, unit_volume_l DOUBLE PRECISION, recorded_at TIMESTAMP";

    private const string Role = "IAM_ROLE 'arn:aws:iam::123456789012:role/copy'";

    private readonly TemporaryLake lake = new();
    private RedshiftEngine warehouse;

    public RedshiftEngineTests() => warehouse = Open();

    private string Folder => Path.Combine(lake.DataFolder, "warehouse");

    public void Dispose()
    {
        warehouse.Dispose();
        lake.Dispose();
    }

    [Fact]
    public void Copy_takes_the_files_of_a_manifest_and_no_others()
    {
        var (first, second) = (Deliver("a"), Deliver("b"));
        Manifest("m", (first, null));
        Run($"CREATE TABLE inventory ({Columns})");

        Assert.Equal(1, Run($"COPY inventory FROM 's3://{TemporaryLake.Bucket}/m' {Role} FORMAT AS PARQUET MANIFEST").Rows);

        Assert.Equal("""[{"stringValue":"a"},{"longValue":7},{"stringValue":"2026-11-20 08:00:00"}]""", Ask("SELECT event_id, on_hand, recorded_at FROM inventory"));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Copy_takes_all_files_of_a_prefix()
    {
        Deliver("a");
        Deliver("b");
        Run($"CREATE TABLE inventory ({Columns})");

        Assert.Equal(2, Run($"copy inventory from 's3://{TemporaryLake.Bucket}/inventory/' iam_role default parquet;").Rows);
    }

    [Fact]
    public void All_statements_of_a_transaction_count_or_none()
    {
        Run("CREATE TABLE t (a BIGINT)");

        var error = Assert.Throws<RedshiftException>(() => Run("INSERT INTO t VALUES (1)", "INSERT INTO nowhere VALUES (2)"));

        Assert.Equal("ERROR: relation \"nowhere\" does not exist", error.Message);
        Assert.Equal("""[{"longValue":0}]""", Ask("SELECT count(*) FROM t"));
    }

    [Fact]
    public void What_was_committed_is_there_after_the_process_and_what_was_not_is_gone()
    {
        Run("CREATE TABLE t (a BIGINT)", "INSERT INTO t VALUES (1)");

        warehouse.Dispose();
        warehouse = Open();

        Assert.Equal("""[{"longValue":1}]""", Ask("SELECT a FROM t"));
    }

    [Fact]
    public void A_temporary_table_is_its_transactions_own()
    {
        Run("CREATE TEMP TABLE staging (a BIGINT)", "INSERT INTO staging VALUES (1)");

        Assert.Throws<RedshiftException>(() => Run("SELECT * FROM staging"));
    }

    [Theory]
    [InlineData("COPY t FROM 's3://test-lake/nothing/' IAM_ROLE DEFAULT FORMAT PARQUET", "ERROR: The specified S3 prefix 'nothing/' does not exist")]
    [InlineData("COPY t FROM 's3://test-lake/nothing' IAM_ROLE DEFAULT FORMAT PARQUET MANIFEST", "ERROR: S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey")]
    [InlineData("COPY t FROM 's3://test-lake/x' FORMAT PARQUET", "ERROR: COPY, line 1:46: COPY needs credentials: IAM_ROLE 'arn:aws:iam::…' or IAM_ROLE DEFAULT.")]
    [InlineData("COPY t FROM 's3://test-lake/x' IAM_ROLE DEFAULT CSV", "ERROR: COPY, line 1:49: this machine knows no 'CSV' here; it knows IAM_ROLE, FORMAT AS PARQUET, MANIFEST and STATUPDATE.")]
    [InlineData("COPY t TO 'file.csv'", "ERROR: COPY, line 1:21: expected COPY table FROM 's3://…'.")]
    [InlineData("SELECT * FROM missing", "ERROR: relation \"missing\" does not exist")]
    [InlineData("SELECT missing FROM t", "ERROR: column \"missing\" does not exist")]
    [InlineData("SELECT 1; SELECT 2", "ERROR: cannot insert multiple commands into a prepared statement; BatchExecuteStatement runs several")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')", "ERROR: function read_text does not exist")]
    [InlineData("SELECT * FROM '/etc/passwd'", "ERROR: syntax error at or near \"'/etc/passwd'\"")]
    [InlineData("", "ERROR: the statement is empty")]
    public void A_statement_that_cannot_be_run_says_why(string sql, string expected)
    {
        Run("CREATE TABLE t (a BIGINT)");

        Assert.Equal(expected, Assert.Throws<RedshiftException>(() => Run(sql)).Message);
    }

    [Theory]
    [InlineData("ATTACH '/tmp/other.db'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("PRAGMA database_list")]
    [InlineData("SET memory_limit = '1TB'")]
    [InlineData("EXPORT DATABASE '/tmp/x'")]
    [InlineData("CREATE MACRO f() AS 1")]
    [InlineData("CREATE SECRET s (TYPE s3)")]
    [InlineData("BEGIN")]
    public void What_is_DuckDbs_and_not_Redshifts_is_refused(string sql) =>
        Assert.Contains("this machine's warehouse runs queries", Assert.Throws<RedshiftException>(() => Run(sql)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_of_a_manifest_has_the_length_that_is_said_of_it()
    {
        Manifest("m", (Deliver("a"), 12));
        Run($"CREATE TABLE inventory ({Columns})");

        var error = Assert.Throws<RedshiftException>(() => Run($"COPY inventory FROM 's3://{TemporaryLake.Bucket}/m' {Role} FORMAT AS PARQUET MANIFEST"));

        Assert.EndsWith("and its content_length is 12", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_has_as_many_columns_as_the_table()
    {
        Deliver("a");
        Run("CREATE TABLE inventory (a BIGINT)");

        var error = Assert.Throws<RedshiftException>(() => Run($"COPY inventory FROM 's3://{TemporaryLake.Bucket}/inventory/' {Role} FORMAT AS PARQUET"));

        Assert.StartsWith("ERROR: Unmatched number of columns between table and file. Table columns: 1, Data columns: 10, File name: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Integers_divide_as_in_Redshift_and_its_functions_are_there() =>
        Assert.Equal("""[{"longValue":3},{"longValue":2},{"longValue":3},{"stringValue":"2026-11-20 09:30:15"}]""", Ask("SELECT 7 / 2, nvl(NULL, 2), len('abc'), getdate()"));

    [Fact]
    public void Values_have_the_field_of_their_type() => Assert.Equal(
        """[{"booleanValue":true},{"longValue":1},{"doubleValue":1.5},{"stringValue":"1.50"},{"stringValue":"x"},{"stringValue":"2026-11-20"},{"stringValue":"2026-11-20 08:00:00.25"},{"isNull":true}]""",
        Ask("SELECT true, 1, CAST(1.5 AS DOUBLE PRECISION), CAST(1.5 AS NUMERIC(5, 2)), 'x', DATE '2026-11-20', TIMESTAMP '2026-11-20 08:00:00.25', NULL"));

    [Fact]
    public void A_result_is_read_by_pages()
    {
        Run("SELECT i FROM generate_series(1, 5) AS numbers (i) ORDER BY i");

        var first = ResultFile.Read(ResultPath, 0, mostRows: 3, mostBytes: 1000);
        var second = ResultFile.Read(ResultPath, first.Next!.Value, mostRows: 3, mostBytes: 1000);

        Assert.Equal(["""[{"longValue":1}]""", """[{"longValue":2}]""", """[{"longValue":3}]"""], first.Rows);
        Assert.Equal(["""[{"longValue":4}]""", """[{"longValue":5}]"""], second.Rows);
        Assert.Null(second.Next);
    }

    [Fact]
    public void A_row_has_no_more_than_the_data_api_gives()
    {
        var error = Assert.Throws<RedshiftException>(() => Run("SELECT repeat('x', 70000)"));

        Assert.Equal("ERROR: Packet for query is too large: row 1 of the result has more than 65536 bytes", error.Message);
    }

    [Fact]
    public void A_parameter_is_a_text_that_takes_the_type_of_its_place()
    {
        var used = new HashSet<string>();
        var sql = NamedParameters.Fill("SELECT :a::varchar, ':b', 5 > :n", new Dictionary<string, string> { ["a"] = "it's", ["n"] = "2" }, used);

        Assert.Equal("SELECT 'it''s'::varchar, ':b', 5 > '2'", sql);
        Assert.Equal(["a", "n"], used);
        Assert.Equal("""[{"stringValue":"it's"},{"stringValue":":b"},{"booleanValue":true}]""", Ask(sql));
    }

    private string ResultPath => Path.Combine(Folder, "result-0");

    private RedshiftEngine Open()
    {
        Directory.CreateDirectory(Folder);
        return RedshiftEngine.Open(lake.Store, new(Path.Combine(Folder, "warehouse.duckdb"), Folder) { Threads = 1, MemoryLimit = "256MiB" }, lake.Clock);
    }

    private RedshiftResult Run(params string[] statements)
    {
        var heard = new Progress(Folder);
        warehouse.Run(statements, heard, TestContext.Current.CancellationToken);
        return heard.Last!;
    }

    private string Ask(string sql)
    {
        Run(sql);
        return Assert.Single(ResultFile.Read(ResultPath, 0, 10, 100_000).Rows);
    }

    private S3Uri Deliver(string id)
    {
        var before = lake.Keys("inventory/");
        lake.Ingest(
            $$"""{"event_id":"{{id}}","store_id":"S1","product_id":"P1","on_hand":7,"reorder_point":1,"target_level":9,"shelf_capacity":9,"case_size":1,"unit_volume_l":0.5,"recorded_at":"2026-11-20T08:00:00Z"}""");
        return new(TemporaryLake.Bucket, Assert.Single(lake.Keys("inventory/").Except(before)));
    }

    private void Manifest(string key, params (S3Uri File, long? Length)[] files) => lake.Store.Put(
        new(TemporaryLake.Bucket, key),
        Encoding.UTF8.GetBytes($$"""{"entries":[{{string.Join(",", files.Select(file => $$$"""{"url":"{{{file.File}}}","mandatory":true,"meta":{"content_length":{{{file.Length ?? lake.Store.Head(file.File).Size}}}}}"""))}}]}"""));

    private sealed class Progress(string folder) : IStatementProgress
    {
        public RedshiftResult? Last { get; private set; }

        public void Started(int statement)
        {
        }

        public void Ended(int statement, RedshiftResult result) => Last = result;

        public string ResultFile(int statement) => Path.Combine(folder, $"result-{statement}");
    }
}
