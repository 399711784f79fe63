namespace Infra.Tests.Checks;

public class StreamChecks
{
    private static readonly string[] ProjectionParts = ["enabled", "dt.type", "dt.format", "dt.range", "hour.type", "hour.digits", "hour.range"];

    [Theory]
    [InlineData("dev", "AWS_OWNED_CMK")]
    [InlineData("prod", "CUSTOMER_MANAGED_CMK")]
    public async Task Check_09_Streams_are_encrypted(string stack, string keyType) =>
        Assert.All((await DeployedStack.Named(stack)).All("kinesis/FirehoseDeliveryStream").Where(IsSentTo), stream =>
        {
            Assert.True(stream.Flag("serverSideEncryption.enabled"));
            Assert.Equal(keyType, stream.Text("serverSideEncryption.keyType"));
        });

    [Fact]
    public async Task Check_10_What_a_stream_could_not_deliver_is_kept_by_kind_of_error_and_logged() =>
        Assert.All((await DeployedStack.Dev).All("kinesis/FirehoseDeliveryStream"), stream =>
        {
            var table = stream.Text("extendedS3Configuration.dataFormatConversionConfiguration.schemaConfiguration.tableName");
            Assert.Equal(
                $"errors/{table}/!{{firehose:error-output-type}}/!{{timestamp:yyyy-MM-dd}}/",
                stream.Text("extendedS3Configuration.errorOutputPrefix"));
            Assert.True(stream.Flag("extendedS3Configuration.cloudwatchLoggingOptions.enabled"));
        });

    [Theory]
    [InlineData("inventory", 35)]
    [InlineData("dispatches", 66)]
    public async Task Check_16_A_tables_partitions_are_where_its_stream_writes(string name, int days)
    {
        var stack = await DeployedStack.Dev;
        var table = stack.The($"{name}-table");
        var prefix = stack.The($"{name}-stream").Text("extendedS3Configuration.prefix")!;

        Assert.Equal(
            $"s3://streaming-analytics-dev-lake-111122223333/{prefix.Replace("!{timestamp:yyyy-MM-dd}", "${dt}").Replace("!{timestamp:HH}", "${hour}")}",
            table.Inputs["parameters"]!["storage.location.template"]!.ToString());
        Assert.Equal(
            $"true date yyyy-MM-dd NOW-{days}DAYS,NOW integer 2 0,23",
            string.Join(' ', ProjectionParts.Select(part => table.Inputs["parameters"]![$"projection.{part}"]!.ToString())));
        Assert.Equal("dt,hour", string.Join(',', table["partitionKeys"]!.AsArray().Select(key => key!["name"]!.ToString())));
    }

    [Fact]
    public async Task Streams_turn_JSON_into_Parquet_within_Firehoses_limits() =>
        Assert.All((await DeployedStack.Prod).All("kinesis/FirehoseDeliveryStream"), stream =>
        {
            Assert.Equal("extended_s3", stream.Text("destination"));
            Assert.Equal("UNCOMPRESSED", stream.Text("extendedS3Configuration.compressionFormat"));
            Assert.InRange(stream.Number("extendedS3Configuration.bufferingSize")!.Value, 64, 128);
            Assert.Equal(300, stream.Number("extendedS3Configuration.bufferingInterval"));
            Assert.NotNull(stream["extendedS3Configuration.dataFormatConversionConfiguration.inputFormatConfiguration.deserializer.openXJsonSerDe"]);
            Assert.Equal(true, stream.Flag("extendedS3Configuration.dataFormatConversionConfiguration.outputFormatConfiguration.serializer.parquetSerDe.enableDictionaryCompression"));
            Assert.Equal("SNAPPY", stream.Text("extendedS3Configuration.dataFormatConversionConfiguration.outputFormatConfiguration.serializer.parquetSerDe.compression"));
        });

    // One that reads a Kinesis stream has that stream's encryption.
    private static bool IsSentTo(DeployedResource stream) => stream["kinesisSourceConfiguration"] is null;
}
