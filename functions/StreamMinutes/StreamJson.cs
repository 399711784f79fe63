using System.Text.Json.Serialization;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using RealTime.Processing;
using StreamBatches;
using StreamMinutes;

[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<StreamJson>))]

namespace StreamMinutes;

/// <summary>The envelope in which Lambda hands over records; what is in them is the domain's.</summary>
[JsonSerializable(typeof(KinesisEvent))]
[JsonSerializable(typeof(StreamsEventResponse))]
[JsonSerializable(typeof(TopicBatch))]
[JsonSerializable(typeof(TopicAnswer))]
[JsonSerializable(typeof(MinuteTick))]
[JsonSerializable(typeof(SilenceResult))]
public sealed partial class StreamJson : JsonSerializerContext;
