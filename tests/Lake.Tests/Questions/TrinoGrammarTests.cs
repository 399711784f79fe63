using System.Diagnostics;
using System.Reflection;
using Workflow;

namespace Lake.Tests.Questions;

/// <summary>The SQL that is deployed parses as Trino: checked with npm's dt-sql-parser, which the build fetches.</summary>
public sealed class TrinoGrammarTests
{
    private static readonly string Validator = typeof(TrinoGrammarTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "TrinoValidator").Value!;

    [Theory]
    [InlineData(WorkflowFiles.LowStock)]
    [InlineData(WorkflowFiles.DirtyReadings)]
    [InlineData(WorkflowFiles.Features)]
    public async Task The_deployed_sql_parses_as_trino(string file) => Assert.Equal("", await ErrorsAsync(WorkflowFiles.Read(file)));

    [Theory]
    [InlineData("SELECT store_id FROM inventory QUALIFY row_number() OVER () = 1")]
    [InlineData("SELECT DISTINCT ON (store_id) store_id FROM inventory")]
    [InlineData("SELECT store_id: 1 FROM inventory")]
    [InlineData("SELECT CAST(? AS date FROM inventory")]
    public async Task What_only_duckdb_understands_does_not(string sql) => Assert.NotEqual("", await ErrorsAsync(sql));

    // Athena's guide, "Use parameterized queries": Trino and DuckDB take them anywhere.
    [Theory]
    [InlineData("SELECT a FROM t WHERE b = ? AND c IN (SELECT d FROM u WHERE e > ?)", "")]
    [InlineData("WITH x AS (SELECT a FROM t WHERE b BETWEEN CAST(? AS date) AND ?) SELECT a FROM x", "")]
    [InlineData("SELECT ? FROM t", "line 1:8: a parameter outside WHERE\n")]
    [InlineData("SELECT a FROM t JOIN u ON t.a = u.a + ?", "line 1:39: a parameter outside WHERE\n")]
    [InlineData("SELECT a FROM t WHERE b IN (SELECT ? FROM u)", "line 1:36: a parameter outside WHERE\n")]
    [InlineData("SELECT a FROM t GROUP BY a HAVING count(*) > ?", "line 1:46: a parameter outside WHERE\n")]
    [InlineData("SELECT a FROM t WHERE b = 1 ORDER BY a LIMIT ?", "line 1:46: a parameter outside WHERE\n")]
    public async Task A_parameter_stands_in_a_where_or_is_found(string sql, string found) => Assert.Equal(found, await ErrorsAsync(sql));

    private static async Task<string> ErrorsAsync(string sql)
    {
        Assert.SkipUnless(File.Exists(Validator), "The Trino grammar was not fetched (npm ci in tests/Lake.Tests/trino failed).");
        var cancellation = TestContext.Current.CancellationToken;
        using var node = Process.Start(new ProcessStartInfo("node", [Validator])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await node.StandardInput.WriteAsync(sql.AsMemory(), cancellation);
        node.StandardInput.Close();
        var errors = await node.StandardOutput.ReadToEndAsync(cancellation);
        await node.WaitForExitAsync(cancellation);
        Assert.Equal(0, node.ExitCode);
        return errors;
    }
}
