namespace Kinesis.Mappings;

/// <summary>The values that the parts of a running mapping share.</summary>
internal sealed class MappingContext(
    MappingDocument mapping, IStreamFunction function, IFailureDestinations destinations, TimeProvider clock, Action<string> notice)
{
    private readonly HashSet<Task> calls = [];

    public Lock Gate { get; } = new();

    public MappingDocument Mapping { get; } = mapping;

    public IStreamFunction Function { get; } = function;

    public IFailureDestinations Destinations { get; } = destinations;

    public Action<string> Notice { get; } = notice;

    /// <summary>Cancelled when the mapping stops.</summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>Is told the results of calls.</summary>
    public required Action<CallResult> Told { get; init; }

    /// <summary>Is told that a call has ended.</summary>
    public required Action Ended { get; init; }

    /// <summary>The retention of the stream, in milliseconds.</summary>
    public long RetentionMilliseconds { get; set; } = long.MaxValue / 2;

    public long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The calls under way.</summary>
    public IReadOnlyList<Task> Calls
    {
        get
        {
            lock (calls)
            {
                return [.. calls];
            }
        }
    }

    public Task Track(Task call)
    {
        lock (calls)
        {
            calls.Add(call);
        }

        _ = EndAsync(call);
        return call;
    }

    private async Task EndAsync(Task call)
    {
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (calls)
        {
            calls.Remove(call);
        }

        Ended();
    }
}
