using System.Text.Json;
using Replenishment;
using Workflow;

namespace StoreApp.Tests;

public sealed class ReferenceTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reference-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("stores", 30)]
    [InlineData("depots", 2)]
    [InlineData("price_list", 20)]
    public async Task A_table_has_the_columns_that_the_lake_expects_and_a_line_a_row(string table, int rows)
    {
        using var app = new CommandLine((_, _) => []);

        Assert.Equal(0, await app.RunAsync("reference", folder.FullName, "--stores", "30", "--products", "20"));

        var lines = await File.ReadAllLinesAsync(
            Path.Combine(folder.FullName, $"{table}.csv"), TestContext.Current.CancellationToken);
        var columns = WorkflowFiles.Tables.Single(each => each.Name == table).Columns.Select(column => column.Name);
        Assert.Equal(string.Join(',', columns), lines[0]);
        Assert.Equal(rows, lines.Length - 1);
        Assert.Equal($"{folder.FullName} has 30 stores, 2 depots and 20 prices now.\n", app.Output);
    }

    [Fact]
    public async Task Every_store_that_sends_readings_is_in_the_table()
    {
        var stream = new AwsFakes.FakeFirehose("inventory");
        await new CommandLine(stream.Answer).RunAsync("--stream", "inventory", "--stores", "7", "--products", "2");
        await new CommandLine(stream.Answer).RunAsync("reference", folder.FullName, "--stores", "7", "--products", "2");

        var known = (await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "stores.csv"), TestContext.Current.CancellationToken))
            .Skip(1).Select(line => line.Split(',')[0]);
        var sending = stream.Documents
            .Select(document => JsonSerializer.Deserialize(document, ReplenishmentJson.Wire.Reading)!.StoreId)
            .Where(store => !string.IsNullOrWhiteSpace(store)).Distinct();
        Assert.Equal(known.Order(), sending.Order());
    }
}
