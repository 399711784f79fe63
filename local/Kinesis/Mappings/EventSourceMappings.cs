using System.Buffers;
using System.Text.Json;
using Kinesis.Wire;

namespace Kinesis.Mappings;

/// <summary>Lambda's event source mappings on the streams of a stage: their API, and the calls of functions that they make. Thread-safe.</summary>
/// <remarks>
/// <see cref="Pass"/> does all that can be done now and tells when to come again; <see cref="RunAsync"/> goes on doing that. Tests
/// call it themselves, with a clock that they move.
/// </remarks>
public sealed class EventSourceMappings : IAsyncDisposable
{
    private const long AfterFailure = 5_000;

    private readonly KinesisService kinesis;
    private readonly IReadOnlyDictionary<string, IStreamFunction> functions;
    private readonly IFailureDestinations destinations;
    private readonly Action<string> notice;
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, MappingDocument> mappings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MappingRun> runs = [];

    // The work that has to end before a mapping runs: its earlier run, or the writing of its first checkpoint.
    private readonly Dictionary<string, Task> before = [];
    private TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource passed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="kinesis">The streams; they outlive the mappings.</param>
    /// <param name="functions">The functions, by name. A mapping to one that does not exist stays, and calls nothing.</param>
    /// <param name="destinations">Takes what was given up on.</param>
    /// <param name="notice">Is told, in a sentence, what goes wrong.</param>
    public EventSourceMappings(
        KinesisService kinesis, IReadOnlyDictionary<string, IStreamFunction> functions, IFailureDestinations destinations, Action<string> notice)
    {
        (this.kinesis, this.functions, this.destinations, this.notice) = (kinesis, functions, destinations, notice);
        foreach (var mapping in kinesis.File.Documents("mappings", json => JsonSerializer.Deserialize(json, MappingJson.Default.MappingDocument)!))
        {
            mappings.Add(mapping.Id, mapping);
        }

        kinesis.Store.Written += OnWritten;
    }

    private long Now => kinesis.Store.Now;

    /// <summary>Makes a mapping.</summary>
    /// <param name="request">The body of CreateEventSourceMapping.</param>
    /// <returns>The answer's body.</returns>
    /// <exception cref="MappingException">The request is refused.</exception>
    public async Task<ReadOnlyMemory<byte>> CreateAsync(JsonElement request)
    {
        var position = MappingRequest.StartingPosition(request);
        var (function, qualifier) = Function(request.TextOrNull("FunctionName") ?? "");
        if (!functions.ContainsKey(function))
        {
            throw MappingException.Parameter("Function does not exist");
        }

        var arn = request.TextOrNull("EventSourceArn") ?? "";
        var stream = arn[(arn.LastIndexOf('/') + 1)..];
        if (arn != kinesis.Options.StreamArn(stream) || kinesis.Store.Find(stream) is null)
        {
            throw MappingException.Parameter($"Stream not found: {arn}");
        }

        var timestamp = request.TimeOrNull("StartingPositionTimestamp");
        if ((position == "AT_TIMESTAMP") != timestamp is not null || timestamp > Now)
        {
            throw MappingException.Parameter("StartingPositionTimestamp is given with AT_TIMESTAMP alone, and is not in the future.");
        }

        var settings = MappingRequest.Settings(request, new());
        MappingDocument mapping;
        Task saved;
        lock (gate)
        {
            Settle();
            if (mappings.Values.FirstOrDefault(other => other.Function == function && other.Stream == stream) is { } existing)
            {
                throw new MappingException(
                    409,
                    "ResourceConflictException",
                    $"The event source arn (\" {arn} \") and function (\" {function} \") provided mapping already exists. Please update or delete the existing mapping with UUID {existing.Id}");
            }

            mapping = Changing(
                new MappingDocument(kinesis.Options.NewId(), function, qualifier, stream, position, timestamp) { Settings = settings },
                "Creating",
                request.Member("Enabled") is { ValueKind: JsonValueKind.False } ? "Disabled" : "Enabled");
            saved = Keep(mapping);
        }

        await saved;
        WakeUp();
        return Written(mapping);
    }

    /// <exception cref="MappingException">There is none.</exception>
    public ReadOnlyMemory<byte> Get(string id)
    {
        lock (gate)
        {
            return Written(Find(id));
        }
    }

    /// <param name="function">The function whose mappings are listed; null for all functions.</param>
    /// <param name="stream">The ARN of the stream whose mappings are listed; null for all streams.</param>
    public ReadOnlyMemory<byte> List(string? function, string? stream) => Write(json =>
    {
        json.WriteStartArray("EventSourceMappings");
        lock (gate)
        {
            Settle();
            foreach (var mapping in mappings.Values.Where(mapping =>
                (function is null || Function(function).Name == mapping.Function)
                && (stream is null || stream == kinesis.Options.StreamArn(mapping.Stream))))
            {
                json.WriteStartObject();
                WriteMembers(json, mapping);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    });

    /// <param name="request">The body of UpdateEventSourceMapping.</param>
    /// <exception cref="MappingException">There is none, or the request is refused.</exception>
    public async Task<ReadOnlyMemory<byte>> UpdateAsync(string id, JsonElement request)
    {
        MappingDocument mapping;
        Task saved;
        lock (gate)
        {
            mapping = Find(id);
            var settings = MappingRequest.Settings(request, mapping.Settings);
            var isEnabled = request.Member("Enabled")?.GetBoolean();
            var (state, next) = (isEnabled, mapping.NextState ?? mapping.State) switch
            {
                (true, "Disabled") => ("Enabling", "Enabled"),
                (false, _) => ("Disabling", "Disabled"),
                (_, var now) => ("Updating", now),
            };
            mapping = Changing(mapping with { Settings = settings }, state, next);
            saved = Keep(mapping);
            Stop(id, cancels: false);
        }

        await saved;
        WakeUp();
        return Written(mapping);
    }

    /// <exception cref="MappingException">There is none.</exception>
    public async Task<ReadOnlyMemory<byte>> DeleteAsync(string id)
    {
        MappingDocument mapping;
        Task saved;
        lock (gate)
        {
            mapping = Changing(Find(id), "Deleting", "Deleted");
            saved = Keep(mapping);
            Stop(id, cancels: true);
        }

        await saved;
        return Written(mapping);
    }

    /// <summary>
    /// Reads a stream as a mapping does, from its beginning or from where it was, without being one: the API does not tell of it.
    /// A call that fails is made again until it succeeds.
    /// </summary>
    /// <param name="id">Names the places in the shards that are kept.</param>
    public void Follow(string id, string stream, IStreamFunction reader, int batchSize)
    {
        lock (gate)
        {
            var mapping = new MappingDocument(id, id, Qualifier: null, stream, "TRIM_HORIZON", StartingTimestamp: null)
            {
                Settings = new() { BatchSize = batchSize },
                State = "Enabled",
                HasStarted = true,
            };
            runs.Add(id, new(mapping, reader, destinations, kinesis.Store, kinesis.File, notice, _ => { }, WakeUp));
        }

        WakeUp();
    }

    /// <summary>Makes a mapping of a function on a stream where there is none.</summary>
    /// <param name="request">The body of CreateEventSourceMapping.</param>
    public async Task EnsureAsync(string function, string stream, JsonElement request)
    {
        lock (gate)
        {
            Settle();
            if (mappings.Values.Any(mapping => mapping.Function == function && mapping.Stream == stream))
            {
                return;
            }
        }

        await CreateAsync(request);
    }

    /// <summary>Does all the work that can be done now: settles states, reads shards, starts calls.</summary>
    /// <returns>
    /// The time of the next pass, in milliseconds since 1970; null when the next pass waits for something to happen.
    /// </returns>
    public long? Pass()
    {
        List<MappingRun> enabled;
        long? due;
        lock (gate)
        {
            Settle();
            due = mappings.Values.Where(mapping => mapping.NextState is not null).Select(mapping => (long?)mapping.Due).Min();
            foreach (var mapping in mappings.Values.Where(IsRunnable))
            {
                runs.Add(mapping.Id, new(
                    mapping,
                    functions[mapping.Function],
                    destinations,
                    kinesis.Store,
                    kinesis.File,
                    notice,
                    result => Told(mapping.Id, result),
                    WakeUp));
            }

            enabled = [.. runs.Values];
        }

        foreach (var later in enabled.Select(run => run.Pass(Now)).OfType<long>())
        {
            due = Math.Min(due ?? long.MaxValue, later);
        }

        return due;
    }

    /// <summary>Goes on until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            Task signal;
            lock (gate)
            {
                if (woken.Task.IsCompleted)
                {
                    woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                signal = woken.Task;
            }

            var pause = TryPass() is { } due ? TimeSpan.FromMilliseconds(Math.Max(0, due - Now)) : Timeout.InfiniteTimeSpan;
            TellPassed();
            await signal.WaitAsync(pause, kinesis.Options.Clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Waits until every record that the streams have is done with, by every reader that is enabled. It is for <see cref="RunAsync"/>
    /// to get there.
    /// </summary>
    public async Task CaughtUpAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                next = passed.Task;
            }

            if (IsCaughtUp())
            {
                return;
            }

            await next.WaitAsync(cancellation);
        }
    }

    /// <summary>The progress of the mappings in the shards of their streams.</summary>
    public IReadOnlyList<MappingPlace> Places()
    {
        List<MappingDocument> all;
        lock (gate)
        {
            Settle();
            all = [.. mappings.Values];
        }

        return [.. all.SelectMany(Places)];
    }

    /// <summary>Ends: calls under way are told to stop, and their batches come again at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        kinesis.Store.Written -= OnWritten;
        List<Task> ends;
        lock (gate)
        {
            foreach (var id in runs.Keys.ToList())
            {
                Stop(id, cancels: true);
            }

            ends = [.. before.Values];
        }

        await Task.WhenAll(ends);
    }

    /// <summary>The calls under way.</summary>
    internal IReadOnlyList<Task> Calls
    {
        get
        {
            lock (gate)
            {
                return [.. runs.Values.SelectMany(run => run.Context.Calls), .. before.Values.Where(task => !task.IsCompleted)];
            }
        }
    }

    /// <summary>The number of times that shards were read.</summary>
    internal int Reads => Runs.Sum(run => run.Reads);

    // A run's own gate is never taken under this one: the end of a call takes them the other way round.
    private IReadOnlyList<MappingRun> Runs
    {
        get
        {
            lock (gate)
            {
                return [.. runs.Values];
            }
        }
    }

    private static (string Name, string? Qualifier) Function(string text)
    {
        const string Infix = ":function:";
        var at = text.IndexOf(Infix, StringComparison.Ordinal);
        var name = at < 0 ? text : text[(at + Infix.Length)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (name, null) : (name[..colon], name[(colon + 1)..]);
    }

    private bool IsRunnable(MappingDocument mapping) =>
        mapping.State == "Enabled"
        && !runs.ContainsKey(mapping.Id)
        && functions.ContainsKey(mapping.Function)
        && before.GetValueOrDefault(mapping.Id, Task.CompletedTask).IsCompleted;

    private long? TryPass()
    {
        try
        {
            return Pass();
        }
        catch (KinesisStoreException error)
        {
            notice($"The streams could not be read, and will be again in {AfterFailure / 1000} seconds: {error.Message}");
            return Now + AfterFailure;
        }
    }

    private IEnumerable<MappingPlace> Places(MappingDocument mapping)
    {
        if (kinesis.Store.Find(mapping.Stream) is not { } stream)
        {
            yield break;
        }

        foreach (var shard in stream.Shards)
        {
            var (waiting, oldest) = kinesis.Store.Waiting(
                mapping.Stream, shard.Number, MappingRun.Kept(kinesis.File, mapping.Id, stream.KeyOf(shard.Number)).Next);
            yield return new(
                mapping.Function, mapping.Stream, mapping.State, mapping.LastProcessingResult, shard.Id, waiting, TimeSpan.FromMilliseconds(oldest is { } time ? Now - time : 0));
        }
    }

    private bool IsCaughtUp()
    {
        List<MappingRun> all;
        lock (gate)
        {
            Settle();
            if (mappings.Values.Any(mapping =>
                mapping.NextState == "Enabled"
                || (mapping.State == "Enabled" && !runs.ContainsKey(mapping.Id) && functions.ContainsKey(mapping.Function))))
            {
                return false;
            }

            all = [.. runs.Values];
        }

        return all.All(run => run.IsCaughtUp);
    }

    private void TellPassed()
    {
        lock (gate)
        {
            passed.SetResult();
            passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void OnWritten()
    {
        foreach (var run in Runs)
        {
            run.Wake();
        }

        WakeUp();
    }

    private void WakeUp()
    {
        lock (gate)
        {
            woken.TrySetResult();
        }
    }

    private void Told(string id, CallResult result)
    {
        var text = result is CallResult.Failed ? "PROBLEM: Function call failed" : "OK";
        lock (gate)
        {
            if (mappings.TryGetValue(id, out var mapping) && mapping.LastProcessingResult != text)
            {
                _ = Keep(mapping with { LastProcessingResult = text });
            }
        }
    }

    // Under the gate.
    private void Stop(string id, bool cancels)
    {
        if (runs.Remove(id, out var run))
        {
            before[id] = StopAsync(run, cancels);
        }
    }

    private async Task StopAsync(MappingRun run, bool cancels)
    {
        // Off the gate: the end of a call takes it.
        await Task.Yield();
        await run.StopAsync(cancels);
        run.Dispose();
        WakeUp();
    }

    private async Task StartAsync(MappingDocument mapping)
    {
        try
        {
            await MappingRun.StartAsync(mapping, kinesis.Store, kinesis.File);
        }
        catch (KinesisStoreException error)
        {
            // The mapping reads nevertheless, from the beginning of each shard, because no other place is known.
            notice($"Where the mapping of {mapping.Function} begins in {mapping.Stream} could not be kept: {error.Message}");
        }

        WakeUp();
    }

    private MappingDocument Changing(MappingDocument mapping, string state, string next) => mapping with
    {
        State = state,
        NextState = next,
        Due = kinesis.Store.Due,
        LastModified = Now,
    };

    private MappingDocument Find(string id)
    {
        Settle();
        return mappings.GetValueOrDefault(id) ?? throw MappingException.Missing();
    }

    private void Settle()
    {
        foreach (var mapping in mappings.Values.Where(mapping => mapping.NextState is not null && mapping.Due <= Now).ToList())
        {
            if (mapping.NextState == "Deleted")
            {
                mappings.Remove(mapping.Id);
                _ = kinesis.File.RunAsync("DELETE FROM mappings WHERE id = $a", mapping.Id);
                _ = kinesis.File.RunAsync("DELETE FROM checkpoints WHERE mapping = $a", mapping.Id);
                continue;
            }

            if (mapping is { NextState: "Enabled", HasStarted: false })
            {
                // The places to begin at are written in this order, before the state that tells of them.
                before[mapping.Id] = StartAsync(mapping);
            }

            _ = Keep(mapping with
            {
                State = mapping.NextState!,
                NextState = null,
                HasStarted = mapping.HasStarted || mapping.NextState == "Enabled",
            });
        }
    }

    private Task Keep(MappingDocument mapping)
    {
        mappings[mapping.Id] = mapping;
        return kinesis.File.RunAsync(
            "INSERT INTO mappings (id, document) VALUES ($a, $b) ON CONFLICT (id) DO UPDATE SET document = $b",
            mapping.Id,
            JsonSerializer.SerializeToUtf8Bytes(mapping, MappingJson.Default.MappingDocument));
    }

    private ReadOnlyMemory<byte> Written(MappingDocument mapping) => Write(json => WriteMembers(json, mapping));

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, PlainJson.Writer);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    private void WriteMembers(Utf8JsonWriter json, MappingDocument mapping) => MappingAnswer.Write(json, mapping, kinesis.Options);
}
