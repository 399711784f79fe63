namespace Kinesis;

/// <summary>A request that is refused, with the code and text AWS answers.</summary>
public sealed class KinesisException(string code, string? message, int status = 400) : Exception(message ?? code)
{
    public string Code { get; } = code;

    /// <summary>Null where AWS answers the code alone.</summary>
    public string? Text { get; } = message;

    /// <summary>The status of the HTTP answer.</summary>
    public int Status { get; } = status;

    internal static KinesisException Argument(string message) => new("InvalidArgumentException", message);

    internal static KinesisException NotFound(string message) => new("ResourceNotFoundException", message);

    internal static KinesisException InUse(string message) => new("ResourceInUseException", message);

    internal static KinesisException Limit(string message) => new("LimitExceededException", message);

    internal static KinesisException Serialization(string? message) => new("SerializationException", message);

    internal static KinesisException Validation(string message) => new("ValidationException", message);

    internal static KinesisException Throughput(string message) => new("ProvisionedThroughputExceededException", message);
}
