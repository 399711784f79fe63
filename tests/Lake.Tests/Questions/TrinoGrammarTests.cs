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
    public async Task The_deployed_sql_parses_as_trino(string file) => Assert.Equal("", await ErrorsAsync(WorkflowFiles.Read(file)));

    [Theory]
    [InlineData("SELECT store_id FROM inventory QUALIFY row_number() OVER () = 1")]
    [InlineData("SELECT DISTINCT ON (store_id) store_id FROM inventory")]
    [InlineData("SELECT store_id: 1 FROM inventory")]
    [InlineData("SELECT CAST(? AS date FROM inventory")]
    public async Task What_only_duckdb_understands_does_not(string sql) => Assert.NotEqual("", await ErrorsAsync(sql));

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
