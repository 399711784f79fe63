namespace Kinesis.Mappings;

/// <summary>A function that an event source mapping can call.</summary>
public interface IStreamFunction
{
    /// <param name="kinesisEvent">The event that Lambda gives a function on a stream, as JSON.</param>
    /// <returns>What the function answers, as JSON; empty: nothing.</returns>
    /// <exception cref="FunctionUnavailableException">It did not run: that is no attempt.</exception>
    /// <remarks>Any other exception is the function's error.</remarks>
    Task<ReadOnlyMemory<byte>> InvokeAsync(ReadOnlyMemory<byte> kinesisEvent, CancellationToken cancellation);
}

/// <summary>A function is throttled, or the service failed before it ran.</summary>
public sealed class FunctionUnavailableException(string message) : Exception(message);

/// <summary>Takes what a mapping gave up on.</summary>
public interface IFailureDestinations
{
    /// <param name="arn">Of a queue, a topic or a bucket.</param>
    /// <param name="key">The name of the object, in a bucket.</param>
    /// <param name="document">JSON; of a bucket with the payload.</param>
    Task SendAsync(string arn, string key, ReadOnlyMemory<byte> document, CancellationToken cancellation);
}
