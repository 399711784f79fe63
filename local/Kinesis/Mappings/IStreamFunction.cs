namespace Kinesis.Mappings;

/// <summary>A function that an event source mapping can call.</summary>
public interface IStreamFunction
{
    /// <param name="kinesisEvent">The event that Lambda gives a function on a stream, as JSON. It is valid until the function has answered.</param>
    /// <returns>The function's answer, as JSON; empty when there is none.</returns>
    /// <exception cref="FunctionUnavailableException">It did not run: that is no attempt.</exception>
    /// <remarks>Any other exception counts as the function's error.</remarks>
    Task<ReadOnlyMemory<byte>> InvokeAsync(ReadOnlyMemory<byte> kinesisEvent, CancellationToken cancellation);
}

/// <summary>A function is throttled, or the service failed before it ran.</summary>
public sealed class FunctionUnavailableException(string message) : Exception(message);

/// <summary>Takes what a mapping gave up on.</summary>
public interface IFailureDestinations
{
    /// <param name="arn">The ARN of a queue, a topic or a bucket.</param>
    /// <param name="key">The name of the object, in a bucket.</param>
    /// <param name="document">JSON; of a bucket with the payload.</param>
    Task SendAsync(string arn, string key, ReadOnlyMemory<byte> document, CancellationToken cancellation);
}
