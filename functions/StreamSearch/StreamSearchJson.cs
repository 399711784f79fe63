using System.Text.Json.Serialization;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using StreamBatches;
using StreamSearch;

[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<StreamSearchJson>))]

namespace StreamSearch;

/// <summary>The envelope in which Lambda hands over records; what is in them is the domain's.</summary>
[JsonSerializable(typeof(KinesisEvent))]
[JsonSerializable(typeof(StreamsEventResponse))]
[JsonSerializable(typeof(TopicBatch))]
[JsonSerializable(typeof(TopicAnswer))]
[JsonSerializable(typeof(DailyTick))]
[JsonSerializable(typeof(DroppedIndices))]
public sealed partial class StreamSearchJson : JsonSerializerContext;
