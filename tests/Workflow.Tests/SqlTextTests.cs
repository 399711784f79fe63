namespace Workflow.Tests;

public class SqlTextTests
{
    [Theory]
    [InlineData("SELECT 1 -- one\nFROM t\n", "SELECT 1\nFROM t\n")]
    [InlineData("-- DuckDB's way\n\nSELECT 1", "SELECT 1\n")]
    [InlineData("SELECT '--', \"--\", '''--' -- 'x'", "SELECT '--', \"--\", '''--'\n")]
    [InlineData("SELECT a - -1", "SELECT a - -1\n")]
    public void Comments_go_and_what_only_looks_like_one_stays(string sql, string statement) =>
        Assert.Equal(statement, SqlText.WithoutComments(sql));

    // It goes into UNLOAD ('…') and into every event of an execution's log.
    [Theory]
    [InlineData(WorkflowFiles.LowStock)]
    [InlineData(WorkflowFiles.Features)]
    [InlineData(WorkflowFiles.DirtyReadings)]
    public void No_comment_of_a_deployed_statement_is_left(string file)
    {
        Assert.Contains("--", WorkflowFiles.Read(file), StringComparison.Ordinal);
        Assert.DoesNotContain("--", WorkflowFiles.Statement(file), StringComparison.Ordinal);
        Assert.DoesNotContain("/*", WorkflowFiles.Read(file), StringComparison.Ordinal);
    }
}
