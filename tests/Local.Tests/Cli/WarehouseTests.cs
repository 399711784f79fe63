namespace Local.Tests.Cli;

/// <summary>The warehouse on the command line.</summary>
public sealed class WarehouseTests : IDisposable
{
    private readonly LocalProgram program = new();

    [Fact]
    public async Task Nothing_is_loaded_until_a_load_and_a_second_load_finds_nothing_new()
    {
        await program.StoresAsync(stores: 3, products: 5);
        await program.StartAsync();

        Assert.Equal("The warehouse is empty: 'warehouse load' loads the lake into it.\n", (await program.RunAsync("warehouse")).Output.ReplaceLineEndings("\n"));
        Assert.False(File.Exists(Path.Combine(program.Data, "warehouse", "warehouse.duckdb")));

        var first = await program.JsonAsync("warehouse", "load");
        var table = Assert.Single(first["tables"]!.AsArray())!;
        Assert.Equal("inventory", (string)table["table"]!);
        Assert.Equal((long)table["rows"]!, (long)(await program.JsonAsync("query", "SELECT count(DISTINCT event_id) AS n FROM inventory WHERE trim(event_id) <> ''"))[0]!["n"]!);
        Assert.Equal((long)table["rows"]!, (long)(await program.JsonAsync("warehouse", "SELECT count(*) AS n FROM inventory"))[0]!["n"]!);

        var again = await program.RunAsync("warehouse", "load");
        Assert.Contains("The lake has no file that is not in the warehouse.", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_before_the_one_that_is_named_are_left_out()
    {
        await program.StoresAsync(stores: 2, products: 2);

        Assert.Empty((await program.JsonAsync("warehouse", "load", "--from", "2027-01-01"))["tables"]!.AsArray());
        var refused = await program.RunAsync("warehouse", "load", "--from", "yesterday");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("""from must be a date such as 2026-11-20. The input was {"from":"yesterday"}.""", refused.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT * FROM inventory", "ERROR: relation \"inventory\" does not exist\n")]
    [InlineData("PRAGMA database_list", "ERROR: line 1:1: this machine's warehouse runs queries, INSERT, UPDATE, DELETE, MERGE, COPY, LOCK, TRUNCATE, EXPLAIN and CREATE, ALTER and DROP of tables, views and schemas, and not PRAGMA\n")]
    public async Task A_statement_that_fails_says_why(string sql, string error)
    {
        Directory.CreateDirectory(program.Data);

        var printed = await program.RunAsync("warehouse", sql);

        Assert.Equal(new(1, "", error), printed with { Error = printed.Error.ReplaceLineEndings("\n") });
    }

    [Theory]
    [InlineData("table", "n  words\n-  -----\n1  a, b\n(1 row)\n")]
    [InlineData("csv", "\"n\",\"words\"\n\"1\",\"a, b\"\n")]
    [InlineData("json", "[\n{\"n\":1,\"words\":\"a, b\"}\n]\n")]
    public async Task An_answer_is_printed_as_asked(string form, string answer)
    {
        Directory.CreateDirectory(program.Data);

        var printed = await program.RunAsync("warehouse", "SELECT 1 AS n, 'a, b' AS words", "--output", form);

        Assert.Equal(new(0, answer, ""), printed with { Output = printed.Output.ReplaceLineEndings("\n") });
    }

    public void Dispose() => program.Dispose();
}
