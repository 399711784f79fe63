using System.Text.Json.Serialization;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using StoreTruck;

[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<SqsJson>))]

namespace StoreTruck;

/// <summary>The envelope in which Lambda hands over messages; what is in them is the domain's.</summary>
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
public sealed partial class SqsJson : JsonSerializerContext;
