using System.Text.Json;
using Kinesis.Wire;

namespace Kinesis.Operations;

/// <summary>Finds the stream that a request names.</summary>
internal static class StreamRequest
{
    /// <summary>The name, which an ARN ends with.</summary>
    /// <exception cref="KinesisException">There is neither.</exception>
    public static string Stream(this JsonElement request) =>
        request.StreamOrNull() ?? throw KinesisException.Argument("Either StreamName or StreamARN should be provided.");

    public static string? StreamOrNull(this JsonElement request) =>
        request.TextOrNull("StreamName") ?? (request.TextOrNull("StreamARN") is { } arn ? arn[(arn.LastIndexOf('/') + 1)..] : null);
}
