using System.Buffers;
using Kinesis.Store;

namespace Kinesis.Mappings;

/// <summary>
/// One batch at a time: records of a shard, or of some of its partition keys, in their order. What it does is decided by
/// <see cref="Pass"/>; calls go on between passes. All of it runs under the mapping's gate but the calls themselves.
/// </summary>
internal sealed class Lane(MappingContext context, EventJson events)
{
    // The first retry after a second, each later by 1.6: eight calls in a minute, as was recorded of AWS.
    private const double FirstPause = 1_000;
    private const double Growth = 1.6;
    private const double LongestPause = 60_000;
    private const int LargestState = 1024 * 1024;

    private readonly Queue<Record> waiting = new();
    private readonly Stack<Batch> batches = new();

    // Of each call in turn: a new one of half a megabyte for every call would keep the garbage collector busy.
    private readonly ArrayBufferWriter<byte> request = new();
    private Window? window;
    private Task? call;
    private long gatheringSince;
    private long waitingBytes;

    /// <summary>Whether the next batch cannot hold more records than wait already.</summary>
    public bool HasWholeBatch => waiting.Count >= Settings.BatchSize || waitingBytes > EventJson.MostBytes;

    public bool IsIdle => call is null && waiting.Count == 0 && batches.Count == 0 && window is null;

    /// <summary>The index of the first record that is not done with; null: there is none.</summary>
    public long? FirstUndone
    {
        get
        {
            // Records lie in the order of their indexes everywhere.
            var first = batches.Where(batch => batch.Records.Count > 0).Min(batch => (long?)batch.Records[0].Index);
            if (first is null && waiting.TryPeek(out var next))
            {
                first = next.Index;
            }

            return window is null ? first : Math.Min(window.FirstIndex, first ?? long.MaxValue);
        }
    }

    private MappingSettings Settings => context.Mapping.Settings;

    // The length of a tumbling window in milliseconds; null when there are none.
    private long? Length => Settings.TumblingWindowInSeconds > 0 ? Settings.TumblingWindowInSeconds * 1000L : null;

    public void Add(Record record, long now)
    {
        if (waiting.Count == 0)
        {
            gatheringSince = Math.Max(gatheringSince, now);
        }

        waiting.Enqueue(record);
        waitingBytes += EventJson.SizeOf(record);
    }

    /// <summary>Starts what can be started now.</summary>
    /// <param name="hasEnded">Whether the shard will have no more records.</param>
    /// <returns>
    /// The time of the next pass, in milliseconds since 1970; null when the next pass waits for something to happen.
    /// </returns>
    public long? Pass(long now, bool hasEnded)
    {
        if (call is not null)
        {
            return null;
        }

        while (true)
        {
            if (batches.Count == 0 && !Form(now, hasEnded, out var later))
            {
                return later;
            }

            var batch = batches.Peek();
            if (batch.NotBefore > now)
            {
                return batch.NotBefore;
            }

            if (batch.GivenUp is null && !batch.EndsWindow && Age(batch, now))
            {
                continue;
            }

            call = context.Track(batch.GivenUp is null ? CallAsync(batch) : TellAsync(batch));
            return null;
        }
    }

    // Takes out what has left the stream, and gives up on what is too old. True: the batch on top may be another now.
    private bool Age(Batch batch, long now)
    {
        var kept = batch.Records.SkipWhile(record => record.Arrived < now - context.RetentionMilliseconds).ToList();
        var tooOld = Settings.MaximumRecordAgeInSeconds < 0
            ? []
            : kept.TakeWhile(record => now - record.Arrived >= Settings.MaximumRecordAgeInSeconds * 1000L).ToList();
        if (kept.Count == batch.Records.Count && tooOld.Count == 0)
        {
            return false;
        }

        batch.Records = [.. kept.Skip(tooOld.Count)];
        if (batch.Records.Count == 0)
        {
            batches.Pop();
        }

        if (tooOld.Count > 0)
        {
            GiveUp(new(tooOld), new("RecordAgeExceeded", Math.Max(1, batch.Attempts), null));
        }

        return true;
    }

    private void GiveUp(Batch batch, Failure failure)
    {
        batch.NotBefore = 0;
        batch.GivenUp = failure;
        if (Settings.OnFailure is not null && batch.Records.Count > 0)
        {
            batches.Push(batch);
        }
    }

    private bool Form(long now, bool hasEnded, out long? later)
    {
        later = null;
        if (window is not null && MustEnd(window, now, hasEnded))
        {
            batches.Push(new([]) { EndsWindow = true });
            return true;
        }

        if (waiting.Count == 0)
        {
            later = window?.End;
            return false;
        }

        var (count, isFull) = Fill();
        var until = gatheringSince + (Settings.MaximumBatchingWindowInSeconds * 1000L);
        if (!isFull && !hasEnded && now < until)
        {
            later = until;
            return false;
        }

        var records = new List<Record>(count);
        while (records.Count < count)
        {
            var record = waiting.Dequeue();
            waitingBytes -= EventJson.SizeOf(record);
            records.Add(record);
        }

        if (Length is { } length)
        {
            var start = records[0].Arrived / length * length;
            window ??= new(start, start + length, records[0].Index);
        }

        batches.Push(new(records));
        return true;
    }

    private bool MustEnd(Window open, long now, bool hasEnded) =>
        open.EndsEarly
        || (waiting.TryPeek(out var next) ? next.Arrived >= open.End : hasEnded || now >= open.End);

    private (int Count, bool IsFull) Fill()
    {
        var (count, bytes) = (0, 0L);
        var end = window?.End ?? (Length is { } length ? (waiting.Peek().Arrived / length * length) + length : long.MaxValue);
        foreach (var record in waiting)
        {
            bytes += EventJson.SizeOf(record);
            if (count > 0 && (bytes > EventJson.MostBytes || record.Arrived >= end))
            {
                return (count, true);
            }

            count++;
            if (count == Settings.BatchSize)
            {
                return (count, true);
            }
        }

        return (count, false);
    }

    private async Task CallAsync(Batch batch)
    {
        request.ResetWrittenCount();
        events.Event(request, batch, window);
        var answer = ReadOnlyMemory<byte>.Empty;
        CallResult result;
        try
        {
            // Off the gate, however soon it ends: a function may take as long as it likes, and the lane has to know its call first.
            answer = await Task.Run(() => context.Function.InvokeAsync(request.WrittenMemory, context.Stopping))
                .ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            result = Result(batch, answer);
        }
        catch (OperationCanceledException) when (context.Stopping.IsCancellationRequested)
        {
            return;
        }
        catch (FunctionUnavailableException)
        {
            result = new CallResult.Unavailable();
        }
#pragma warning disable CA1031 // Whatever a function throws is its error, as at Lambda.
        catch (Exception error)
#pragma warning restore CA1031
        {
            context.Notice($"The function {context.Mapping.Function} failed on a batch of {context.Mapping.Stream}: {error.Message}");
            result = new CallResult.Failed("Unhandled");
        }

        lock (context.Gate)
        {
            call = null;
            gatheringSince = context.Now;
            Apply(batch, result, answer);
        }
    }

    private CallResult Result(Batch batch, ReadOnlyMemory<byte> answer)
    {
        if (window is not null && Answers.State(answer) is null && !batch.EndsWindow)
        {
            return new CallResult.Failed("Unhandled");
        }

        return Settings.ReportsBatchItemFailures
            ? Answers.Read(answer, [.. batch.Records.Select(events.SequenceNumber)])
            : new CallResult.Succeeded();
    }

    private void Apply(Batch batch, CallResult result, ReadOnlyMemory<byte> answer)
    {
        context.Told(result);
        switch (result)
        {
            case CallResult.Succeeded:
                batches.Pop();
                Keep(batch, answer);
                break;
            case CallResult.Partly(var first):
                batches.Pop();
                batches.Push(new([.. batch.Records.Skip(first)]));
                Keep(batch, answer);
                break;
            case CallResult.Unavailable:
                batch.NotBefore = context.Now + Pause(++batch.Unavailable);
                break;
            case CallResult.Failed when Settings.BisectBatchOnFunctionError && batch.Records.Count > 1:
                Split(batch);
                break;
            case CallResult.Failed failed:
                Fail(batch, failed.FunctionError);
                break;
        }
    }

    private void Keep(Batch batch, ReadOnlyMemory<byte> answer)
    {
        if (batch.EndsWindow)
        {
            window = null;
        }
        else if (window is not null && Answers.State(answer) is { } state)
        {
            window.State = state;
            window.EndsEarly = state.Length > LargestState;
        }
    }

    private void Split(Batch batch)
    {
        batches.Pop();
        var half = batch.Records.Count / 2;
        batches.Push(new([.. batch.Records.Skip(half)]));
        batches.Push(new([.. batch.Records.Take(half)]));
    }

    private void Fail(Batch batch, string? functionError)
    {
        batch.Attempts++;
        if (Settings.MaximumRetryAttempts < 0 || batch.Attempts <= Settings.MaximumRetryAttempts)
        {
            batch.NotBefore = context.Now + Pause(batch.Attempts);
            return;
        }

        batches.Pop();
        if (batch.EndsWindow)
        {
            window = null;
        }

        GiveUp(batch, new("RetryAttemptsExhausted", batch.Attempts, functionError));
    }

    private async Task TellAsync(Batch batch)
    {
        var arn = Settings.OnFailure!;
        var now = context.Now;
        var isTold = true;
        try
        {
            var document = events.Failed(batch, now, hasPayload: arn.StartsWith("arn:aws:s3:::", StringComparison.Ordinal));
            await Task.Run(() => context.Destinations.SendAsync(arn, events.FailureKey(now), document, context.Stopping))
                .ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (OperationCanceledException) when (context.Stopping.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // What could not be told is told again later, whatever the reason.
        catch (Exception error)
#pragma warning restore CA1031
        {
            isTold = false;
            context.Notice($"A batch of {context.Mapping.Stream} that was given up on could not be sent to {arn}, and will be again: {error.Message}");
        }

        lock (context.Gate)
        {
            call = null;
            if (isTold)
            {
                batches.Pop();
            }
            else
            {
                batch.NotBefore = context.Now + Pause(++batch.Unavailable);
            }
        }
    }

    private static long Pause(int failures) => (long)Math.Min(LongestPause, FirstPause * Math.Pow(Growth, failures - 1));
}
