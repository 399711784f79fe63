using Conversion = Pulumi.Aws.Kinesis.Inputs.FirehoseDeliveryStreamExtendedS3ConfigurationDataFormatConversionConfigurationArgs;
using Deserializer = Pulumi.Aws.Kinesis.Inputs.FirehoseDeliveryStreamExtendedS3ConfigurationDataFormatConversionConfigurationInputFormatConfigurationDeserializerArgs;
using Input = Pulumi.Aws.Kinesis.Inputs.FirehoseDeliveryStreamExtendedS3ConfigurationDataFormatConversionConfigurationInputFormatConfigurationArgs;
using OpenXJson = Pulumi.Aws.Kinesis.Inputs.FirehoseDeliveryStreamExtendedS3ConfigurationDataFormatConversionConfigurationInputFormatConfigurationDeserializerOpenXJsonSerDeArgs;
using Output = Pulumi.Aws.Kinesis.Inputs.FirehoseDeliveryStreamExtendedS3ConfigurationDataFormatConversionConfigurationOutputFormatConfigurationArgs;
using Parquet = Pulumi.Aws.Kinesis.Inputs.FirehoseDeliveryStreamExtendedS3ConfigurationDataFormatConversionConfigurationOutputFormatConfigurationSerializerParquetSerDeArgs;
using Schema = Pulumi.Aws.Kinesis.Inputs.FirehoseDeliveryStreamExtendedS3ConfigurationDataFormatConversionConfigurationSchemaConfigurationArgs;
using Serializer = Pulumi.Aws.Kinesis.Inputs.FirehoseDeliveryStreamExtendedS3ConfigurationDataFormatConversionConfigurationOutputFormatConfigurationSerializerArgs;

namespace Infra.Components;

/// <summary>The settings by which Firehose turns JSON rows into the Parquet of a table.</summary>
internal static class ParquetConversion
{
    public static Conversion To(Schema schema) => new()
    {
        Enabled = true,
        // Of Firehose's two JSON deserializers, this one reads 2026-11-20T09:15:00.000Z as a timestamp.
        InputFormatConfiguration = new Input { Deserializer = new Deserializer { OpenXJsonSerDe = new OpenXJson() } },
        OutputFormatConfiguration = new Output
        {
            Serializer = new Serializer
            {
                // Off unless asked for; store and product ids repeat in every reading.
                ParquetSerDe = new Parquet { Compression = "SNAPPY", EnableDictionaryCompression = true },
            },
        },
        SchemaConfiguration = schema,
    };
}
