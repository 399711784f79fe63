namespace Workflow.Tests;

public class TableDefinitionTests
{
    [Fact]
    public void The_lake_has_these_tables_and_only_those_of_streams_are_partitioned() =>
        Assert.Equal(
            [
                "inventory parquet dt/hour", "stores csv ", "depots csv ", "distances csv ", "price_list csv ", "dispatches parquet dt/hour",
                "telemetry parquet dt/hour", "visits parquet dt/hour",
            ],
            WorkflowFiles.Tables.Select(table =>
                $"{table.Name} {table.Format} {string.Join('/', table.Partitions.Select(partition => partition.Name))}"));

    [Theory]
    [InlineData("{", "tables.json: ")]
    [InlineData("""{"t":{"description":"","prefix":"t/","format":"orc","columns":{}}}""", "tables.json: t.format is 'orc', not one of parquet, csv.")]
    [InlineData(
        """{"t":{"description":"","prefix":"t/","format":"csv","columns":{"a":"int"}}}""",
        "tables.json: t.a is of type 'int', not one of string, bigint, double, timestamp.")]
    [InlineData("""{"t":{"description":"","prefix":"t/","format":"csv"}}""", "tables.json: ")]
    [InlineData(
        """{"t":{"description":"","prefix":"t/","format":"csv","columns":{"a":"string"},"key":["b"]}}""",
        "tables.json: t.key names 'b', not one of the table's columns.")]
    public void A_broken_file_is_refused_with_the_place(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<WorkflowFileException>(() => TableDefinition.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_named_with_the_remedy()
    {
        var error = Assert.Throws<WorkflowFileException>(() => WorkflowFiles.Read("nowhere.sql"));
        Assert.StartsWith(Path.Combine(WorkflowFiles.Folder, "nowhere.sql") + " cannot be read (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Restore it from the repository's statemachine/ folder and build again.", error.Message, StringComparison.Ordinal);
    }
}
