using System.Text.RegularExpressions;
using Lake.Athena;
using Lake.S3;

namespace Lake.Tests.Athena;

/// <summary>What Trino makes of an expression, by Trino's own pages: one table, in the order of its documentation.</summary>
public sealed partial class TrinoTests(TrinoTests.SharedLake shared) : IClassFixture<TrinoTests.SharedLake>
{
    private const string Arrow = " → ";

    public static IEnumerable<TheoryDataRow<string, string, string>> Cases() =>
        from line in Lines("trino.cases")
        let parts = line.Split(Arrow)
        select new TheoryDataRow<string, string, string>(parts[0], parts[1], parts[2]);

    [Fact]
    public void The_table_is_as_long_as_it_was() => Assert.InRange(Cases().Count(), 300, int.MaxValue);

    [Fact]
    public void Each_function_of_Trinos_pages_is_in_the_table_or_is_refused_by_name()
    {
        var answered = Cases().Where(row => row.Data.Item2 != "fails").SelectMany(row => Word().Matches(Texts().Replace(row.Data.Item1, "")))
            .Select(match => match.Value.ToLowerInvariant()).ToHashSet();

        Assert.InRange(TrinoFunctions.All.Count, 400, int.MaxValue);
        Assert.Equal([], TrinoFunctions.All.Where(function => TrinoFunctions.IsMissing(function, isCalled: true) == answered.Contains(function)));
    }

    [Theory]
    [InlineData("SELECT 1,\n  Map_Agg(x, 1) FROM (VALUES 1) t(x)", "line 2:3", "map_agg")]
    [InlineData("SELECT ST_Point(1, 2)", "line 1:8", "st_point")]
    [InlineData("SELECT current_user", "line 1:8", "current_user")]
    [InlineData("UNLOAD (SELECT version() AS v) TO 's3://test-lake/u/'", "line 1:16", "version")]
    public async Task A_function_that_is_missing_is_named_with_its_place(string sql, string place, string function) => Assert.Equal(
        $"NOT_SUPPORTED: {place}: The local stage has no function {function}, which Athena has.",
        (await Assert.ThrowsAsync<AthenaException>(() => shared.Lake.RunAsync(sql))).Message);

    [Theory]
    [InlineData("SELECT index FROM (VALUES 1) AS t(index)")]
    [InlineData("SELECT t.version FROM (VALUES 1) t(version)")]
    [InlineData("WITH color(x) AS (SELECT 1) SELECT x FROM color")]
    [InlineData("WITH a AS (SELECT 1), merge(x) AS (SELECT 2) SELECT x FROM merge")]
    [InlineData("SELECT x AS zip FROM (VALUES 1) regress(x)")]
    public Task The_name_of_a_function_may_be_the_name_of_a_column_or_a_table(string sql) => SucceedAsync(sql);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_expression_has_the_value_and_the_type_that_Trino_gives_it(string expression, string type, string value)
    {
        QueryExecution query;
        try
        {
            query = await shared.Lake.RunAsync($"SELECT {expression}");
        }
        catch (AthenaException refusal)
        {
            Assert.Equal(("fails", value), (type, refusal.Message.Split(':')[0]));
            return;
        }

        if (type == "fails")
        {
            Assert.Equal((QueryState.Failed, value), (query.State, query.Error?.Kind));
            return;
        }

        Assert.True(query.State == QueryState.Succeeded, query.StateChangeReason);
        var row = shared.Lake.Text(S3Uri.Parse(query.OutputLocation)).Split('\n', 2)[1].TrimEnd('\n');
        var found = Assert.Single(query.Columns).Type.Name;
        Assert.Equal((type == "any" ? found : type, value == "NULL" ? "" : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""), (found, row));
    }

    /// <summary>Functions that DuckDB has and Trino has not.</summary>
    [Theory]
    [InlineData("SELECT strftime(DATE '2026-01-01', '%Y')", "line 1:8", "strftime")]
    [InlineData("SELECT 1 + List_Sum(ARRAY[1])", "line 1:12", "list_sum")]
    [InlineData("SELECT x FROM (VALUES 1) t(x)\nWHERE epoch(now()) > x", "line 2:7", "epoch")]
    [InlineData("SELECT CASE WHEN contains('a', 'a') THEN len('a') END", "line 1:42", "len")]
    [InlineData("SELECT max(median(x)) OVER () FROM (VALUES 1) t(x)", "line 1:12", "median")]
    [InlineData("SELECT string_agg(x, ',') FROM (VALUES 'a') t(x)", "line 1:8", "string_agg")]
    [InlineData("SELECT left('abc', 2)", "line 1:8", "left")]
    [InlineData("SELECT DISTINCT ifnull(1, 2)", "line 1:17", "ifnull")]
    [InlineData("SELECT count(*) FROM (VALUES 1) t(x) GROUP BY hash(x)", "line 1:47", "hash")]
    [InlineData("UNLOAD (SELECT md5_number('a') AS v) TO 's3://test-lake/u/'", "line 1:16", "md5_number")]
    public async Task A_function_that_Trino_does_not_have_is_not_registered(string sql, string place, string function)
    {
        var query = await shared.Lake.RunAsync(sql);

        Assert.Equal((QueryState.Failed, $"FUNCTION_NOT_FOUND: {place}: Function '{function}' not registered"), (query.State, query.StateChangeReason));
    }

    /// <summary>Names and words of the language that brackets follow, and that are no functions.</summary>
    [Theory]
    [InlineData("SELECT a FROM (VALUES 1) t (a) WHERE a IN (1, 2) AND (a = 1) AND NOT (a = 2) AND EXISTS (SELECT 1)")]
    [InlineData("WITH list_sum (len) AS (SELECT 1), median(a) AS (VALUES 2) SELECT len, a FROM list_sum CROSS JOIN median")]
    [InlineData("WITH RECURSIVE epoch(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM epoch WHERE n < 3) SELECT n FROM epoch")]
    [InlineData("SELECT x FROM inventory i CROSS JOIN (VALUES 1) AS len(x)")]
    [InlineData("SELECT x FROM UNNEST(ARRAY[1, 2]) WITH ORDINALITY AS hash (x, n)")]
    [InlineData("SELECT \"len\".x FROM (VALUES 1) \"len\"(x)")]
    [InlineData("SELECT CAST(1.5 AS decimal(3, 1)), CAST('a' AS varchar(2)), CAST(NULL AS timestamp(3)), CAST(ROW(1) AS row(x integer))")]
    [InlineData("SELECT x, count(*) FILTER (WHERE x > 0) FROM (VALUES 1) t(x) GROUP BY GROUPING SETS ((x), ())")]
    [InlineData("SELECT x, grouping(x) FROM (VALUES 1) t(x) GROUP BY ROLLUP (x)")]
    [InlineData("SELECT sum(x) OVER (PARTITION BY (x) ORDER BY (x) ROWS BETWEEN (1) PRECEDING AND CURRENT ROW) FROM (VALUES 1) t(x)")]
    [InlineData("(SELECT 1 UNION ALL (SELECT 2)) EXCEPT (SELECT 3) ORDER BY (1) LIMIT 1")]
    [InlineData("SELECT 'len(x)', 1 /* len(x) */ -- median(x)")]
    [InlineData("SELECT a.x FROM (VALUES 1) a(x) LEFT JOIN (VALUES 1) b(x) USING (x)")]
    [InlineData("SELECT x FROM (SELECT (SELECT max(y) FROM (VALUES 1) u(y) WHERE y = x) AS x FROM (VALUES 1) v(x)) w WHERE (x) > ALL (SELECT 0)")]
    public Task What_is_no_function_may_have_any_name(string sql) => SucceedAsync(sql);

    private async Task SucceedAsync(string sql)
    {
        var query = await shared.Lake.RunAsync(sql);

        Assert.True(query.State == QueryState.Succeeded, query.StateChangeReason);
    }

    private static IEnumerable<string> Lines(string file) => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Athena", file))
        .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith('='));

    [GeneratedRegex("'(?:[^']|'')*'")]
    private static partial Regex Texts();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    public sealed class SharedLake : IDisposable
    {
        internal TemporaryLake Lake { get; } = new();

        public void Dispose() => Lake.Dispose();
    }
}
