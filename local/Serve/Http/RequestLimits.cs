using System.Threading.RateLimiting;
using Local.Protocol;
using Local.Serve.Operations;

namespace Local.Serve.Http;

/// <summary>Lets a few requests of each operation work at once and some wait; the others are shed as their service sheds them.</summary>
internal sealed class RequestLimits(ServeLimits limits) : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(
        target => RateLimitPartition.GetConcurrencyLimiter(target, _ => new()
        {
            PermitLimit = AtWork(target, limits),
            QueueLimit = limits.Waiting,
        }));

    /// <summary>Waits for the operation's turn.</summary>
    /// <param name="target">The operation, as <c>X-Amz-Target</c> names it.</param>
    /// <returns>The request's place, to be disposed when the request has been answered.</returns>
    /// <exception cref="AwsException">Too many wait already.</exception>
    public async Task<IDisposable> EnterAsync(string target, CancellationToken cancellation)
    {
        var lease = await limiter.AcquireAsync(target, permitCount: 1, cancellation);
        return lease.IsAcquired ? lease : throw Throttling.Of(target);
    }

    public ValueTask DisposeAsync() => limiter.DisposeAsync();

    private static int AtWork(string target, ServeLimits limits) => target switch
    {
        $"{OperationTable.Firehose}.PutRecord" or $"{OperationTable.Firehose}.PutRecordBatch" => limits.AtWorkWithRecords,
        $"{OperationTable.Sqs}.ReceiveMessage" or $"{OperationTable.StepFunctions}.StartSyncExecution"
            or $"{OperationTable.StepFunctions}.GetActivityTask" => limits.LongAtWork,
        _ => limits.AtWork,
    };
}
