using Pulumi;
using Pulumi.Aws.Glue;
using Pulumi.Aws.Glue.Inputs;
using Workflow;

namespace Infra.Components;

/// <summary>A table of the lake in the Glue catalog, as <c>tables.json</c> defines it.</summary>
internal static class LakeTable
{
    public static CatalogTable Create(
        TableDefinition table,
        CatalogDatabase database,
        Output<string> bucket,
        int retentionDays,
        CustomResourceOptions options) =>
        new($"{table.Name}-table", new()
        {
            Name = table.Name,
            DatabaseName = database.Name,
            Description = table.Description,
            TableType = "EXTERNAL_TABLE",
            Parameters = Parameters(table, bucket, retentionDays),
            PartitionKeys = [.. table.Partitions.Select(PartitionKey)],
            StorageDescriptor = Storage(table, bucket),
        }, options);

    // Athena works out the partitions from these, so that none has to be registered and a query reads only the hours it
    // asks for. They must say what the stream's prefix says.
    private static InputMap<string> Parameters(TableDefinition table, Output<string> bucket, int retentionDays)
    {
        InputMap<string> parameters = new() { ["EXTERNAL"] = "TRUE", ["classification"] = table.Format };
        if (table.Format == "csv")
        {
            parameters.Add("skip.header.line.count", "1");
        }

        if (table.Partitions.Count > 0)
        {
            parameters.Add("projection.enabled", "true");
            parameters.Add("projection.dt.type", "date");
            parameters.Add("projection.dt.format", "yyyy-MM-dd");
            parameters.Add("projection.dt.interval", "1");
            parameters.Add("projection.dt.interval.unit", "DAYS");
            parameters.Add("projection.dt.range", $"NOW-{retentionDays}DAYS,NOW");
            parameters.Add("projection.hour.type", "integer");
            parameters.Add("projection.hour.digits", "2");
            parameters.Add("projection.hour.range", "0,23");
            parameters.Add(
                "storage.location.template",
                Output.Format($"s3://{bucket}/{table.Prefix}dt=${{dt}}/hour=${{hour}}/"));
        }

        return parameters;
    }

    private static CatalogTableStorageDescriptorArgs Storage(TableDefinition table, Output<string> bucket) => new()
    {
        Location = Output.Format($"s3://{bucket}/{table.Prefix}"),
        Columns = [.. table.Columns.Select(Column)],
        InputFormat = table.Format == "parquet"
            ? "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
            : "org.apache.hadoop.mapred.TextInputFormat",
        OutputFormat = table.Format == "parquet"
            ? "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"
            : "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
        SerDeInfo = table.Format == "parquet"
            ? new CatalogTableStorageDescriptorSerDeInfoArgs
            {
                SerializationLibrary = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
            }
            // Of Athena's two CSV deserializers, this one understands quotes.
            : new CatalogTableStorageDescriptorSerDeInfoArgs
            {
                SerializationLibrary = "org.apache.hadoop.hive.serde2.OpenCSVSerde",
                Parameters = new() { ["separatorChar"] = ",", ["quoteChar"] = "\"", ["escapeChar"] = "\\" },
            },
    };

    private static CatalogTableStorageDescriptorColumnArgs Column(ColumnDefinition column) =>
        new() { Name = column.Name, Type = GlueType(column) };

    private static CatalogTablePartitionKeyArgs PartitionKey(ColumnDefinition column) =>
        new() { Name = column.Name, Type = GlueType(column) };

    private static string GlueType(ColumnDefinition column) => $"{column.Type}".ToLowerInvariant();
}
