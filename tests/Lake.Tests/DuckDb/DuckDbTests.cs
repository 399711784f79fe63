using System.Numerics;
using System.Runtime.InteropServices;
using Lake.DuckDb;

namespace Lake.Tests.DuckDb;

public sealed class DuckDbTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("duckdb-test-");
    private readonly DuckDbDatabase database;
    private readonly DuckDbConnection connection;

    public DuckDbTests()
    {
        database = DuckDbDatabase.Open(new(folder.FullName, [folder.FullName], Threads: 1, MemoryLimit: "256MiB"));
        connection = database.Connect();
    }

    public static TheoryData<string, object?> Values => new()
    {
        { "NULL", null },
        { "true", true },
        { "CAST(-3 AS tinyint)", -3L },
        { "CAST(-300 AS smallint)", -300L },
        { "-70000", -70000L },
        { "9223372036854775807", long.MaxValue },
        { "CAST(18446744073709551615 AS ubigint)", new BigInteger(ulong.MaxValue) },
        { "CAST(-5 AS hugeint)", new BigInteger(-5) },
        { "1.5e0", 1.5 },
        { "-0.05", new DuckDbDecimal(-5, 2) },
        { "CAST('12345678901234567890.12' AS decimal(38, 2))", new DuckDbDecimal(BigInteger.Parse("1234567890123456789012", null), 2) },
        { "'twelve bytes'", "twelve bytes" },
        { "'thirteen byte'", "thirteen byte" },
        { "'späte Änderung 🚚'", "späte Änderung 🚚" },
        { "DATE '1969-12-31'", new DateOnly(1969, 12, 31) },
        { "TIME '10:20:30'", new TimeOnly(10, 20, 30) },
        { "TIMESTAMP '1969-12-31 23:59:59.999'", new DateTime(1969, 12, 31, 23, 59, 59, 999, DateTimeKind.Utc) },
        { "CAST('2026-11-20 00:00:00.5' AS timestamp(3))", new DateTime(2026, 11, 20, 0, 0, 0, 500, DateTimeKind.Utc) },
        { "INTERVAL '36' hour", new DuckDbInterval(0, TimeSpan.FromHours(36)) },
    };

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_comes_as_its_own_type(string sql, object? expected) =>
        Assert.Equal(expected, Rows($"SELECT {sql}").Single()[0]);

    [Fact]
    public void Lists_rows_and_maps_come_as_what_they_hold()
    {
        var row = Rows("SELECT [1, NULL, 3], {'a': 1, 'b': 'x'}, MAP {'k': [2]}").Single();

        Assert.Equal(new List<object?> { 1L, null, 3L }, row[0]);
        Assert.Equal([new("a", 1L), new("b", "x")], (List<KeyValuePair<string, object?>>)row[1]!);
        Assert.Equal(new List<object?> { 2L }, ((List<KeyValuePair<string, object?>>)row[2]!).Single().Value);
    }

    [Fact]
    public void Rows_come_in_order_over_many_chunks()
    {
        var rows = Rows("SELECT i, CASE WHEN i % 3 <> 0 THEN 'row number ' || i END FROM range(10000) t(i)").ToList();

        Assert.Equal(10000, rows.Count);
        Assert.All(rows.Index(), row => Assert.Equal(
            [(long)row.Index, row.Index % 3 == 0 ? null : $"row number {row.Index}"], row.Item));
    }

    [Fact]
    public void Parameters_are_values_and_never_sql()
    {
        using var result = connection.Query("SELECT ?, ?, ?, ?", default, "it's; DROP", 7, 1.5, null);

        Assert.Equal(["it's; DROP", 7L, 1.5, null], result.Rows().Single());
    }

    [Fact]
    public void An_error_carries_kind_and_place()
    {
        var error = Assert.Throws<DuckDbException>(() => Rows("SELECT nothing FROM range(3)").ToList());

        Assert.Equal(("Binder", "COLUMN_NOT_FOUND", "nothing", 7), (error.Kind, error.Subtype, error.Name, error.Position));
    }

    [Fact]
    public void An_error_on_the_way_ends_the_rows()
    {
        var error = Assert.Throws<DuckDbException>(() => Rows("SELECT CAST(CASE WHEN i = 9000 THEN 'x' ELSE '1' END AS bigint) FROM range(10000) t(i)").ToList());

        Assert.Equal("Conversion", error.Kind);
    }

    [Fact]
    public async Task A_statement_is_interrupted()
    {
        using var cancellation = new CancellationTokenSource();
        var endless = Task.Run(
            () => connection.Execute("SELECT sum(a.i * b.i % 7) FROM range(10000000) a(i), range(1000000) b(i)", cancellation.Token),
            TestContext.Current.CancellationToken);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        Assert.Equal(1L, Rows("SELECT 1").Single()[0] is int or long ? 1L : 0L);
    }

    [Theory]
    [InlineData("SELECT * FROM read_text('/etc/hostname')")]
    [InlineData("COPY (SELECT 1) TO '/tmp/escaped.csv'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("ATTACH '/tmp/other.db'")]
    [InlineData("SET enable_external_access = true")]
    public void A_statement_stays_in_its_folders(string sql)
    {
        Assert.Throws<DuckDbException>(() => connection.Execute(sql));
        Assert.False(File.Exists("/tmp/escaped.csv"));
    }

    [Theory]
    [InlineData("SELECT * FROM read_text('FOLDER/file')")]
    [InlineData("SELECT * FROM read_text('FOLDER/folder/secret')")]
    [InlineData("SELECT * FROM read_text('FOLDER/folder/*')")]
    [InlineData("SELECT * FROM read_text('FOLDER' || '/fo' || 'lder/secret')")]
    [InlineData("SELECT * FROM glob('FOLDER/folder/*')")]
    [InlineData("SELECT * FROM 'FOLDER/folder/secret.csv'")]
    [InlineData("COPY (SELECT 1) TO 'FOLDER/folder/new'")]
    public void A_symbolic_link_does_not_lead_out_of_a_folder(string sql)
    {
        var outside = Directory.CreateTempSubdirectory("duckdb-outside-");
        var secret = Path.Combine(outside.FullName, "secret");
        File.WriteAllText(secret, "secret");
        File.WriteAllText($"{secret}.csv", "a,b");
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "file"), secret);
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "folder"), outside.FullName);

        var error = Assert.Throws<DuckDbException>(() => connection.Execute(sql.Replace("FOLDER", folder.FullName, StringComparison.Ordinal)));

        Assert.Equal("Permission", error.Kind);
        Assert.Equal(2, outside.GetFiles().Length);
        outside.Delete(recursive: true);
    }

    [Theory]
    [InlineData("SELECT 1", true)]
    [InlineData("WITH x AS (SELECT 1) SELECT * FROM x", true)]
    [InlineData("VALUES (1), (2)", true)]
    [InlineData("(SELECT 1) UNION SELECT 2", true)]
    [InlineData("EXPLAIN SELECT 1", true)]
    [InlineData("WITH x AS (SELECT 1) INSERT INTO held SELECT * FROM x", false)]
    [InlineData("WITH x AS (SELECT 1 AS n) UPDATE held SET n = 2 WHERE n IN (SELECT n FROM x)", false)]
    [InlineData("WITH x AS (SELECT 1 AS n) DELETE FROM held WHERE n IN (SELECT n FROM x)", false)]
    [InlineData("CREATE TABLE other (n integer)", false)]
    [InlineData("COPY held TO 'FOLDER/new.csv'", false)]
    [InlineData("SET threads = 2", false)]
    [InlineData("CALL enable_logging('FileSystem')", false)]
    public void A_question_is_known_by_what_DuckDB_takes_it_for(string sql, bool asks)
    {
        connection.Execute("CREATE TABLE held (n integer)");

        var error = Record.Exception(() => connection.RequireQuestion(sql.Replace("FOLDER", folder.FullName, StringComparison.Ordinal)));

        Assert.Equal(asks ? null : "A query answers, and this statement does something else.", error?.Message);
    }

    [Fact]
    public void A_library_that_does_not_load_says_what_is_provided()
    {
        var error = Assert.Throws<DuckDbException>(() => DuckDbDatabase.RequireLibrary(() => throw new DllNotFoundException("no such file")));

        Assert.Equal(DuckDbException.LibraryMissing, error.Kind);
        Assert.Equal(
            $"DuckDB's library does not load on this machine ({RuntimeInformation.RuntimeIdentifier}). DuckDB is provided for linux-x64, "
            + "linux-arm64 (glibc), osx, win-x64 and win-arm64; build on the machine that runs it. The system says: no such file",
            error.Message);
    }

    private IEnumerable<object?[]> Rows(string sql)
    {
        using var result = connection.Query(sql);
        foreach (var row in result.Rows())
        {
            yield return row;
        }
    }
}
