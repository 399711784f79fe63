using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kinesis.Mappings;

namespace Kinesis.Tests.Mappings;

/// <summary>A stream, a mapping on it and a function, with a clock that tests move: nothing happens but in <see cref="AdvanceAsync"/>.</summary>
internal sealed class TestMapping : IAsyncDisposable, IFailureDestinations
{
    public const string Queue = "arn:aws:sqs:us-east-1:000000000000:dead-letters";

    private readonly Dictionary<string, IStreamFunction> functions = [];
    private int told;

    public TestMapping()
    {
        Function = AddFunction("count");
        Mappings = Open();
    }

    public TestStreams Streams { get; } = new();

    public EventSourceMappings Mappings { get; private set; }

    /// <summary>The function that is called, where a test names no other.</summary>
    public TestFunction Function { get; }

    public string Id { get; private set; } = "";

    /// <summary>What was given up on, and where it was sent.</summary>
    public List<(string Arn, string Key, JsonNode Document)> Failures { get; } = [];

    /// <summary>The calls as <c>[0 1] -> [2]</c>.</summary>
    public string History => Function.History;

    private long Now => Streams.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public TestFunction AddFunction(string name)
    {
        var function = new TestFunction(() => Now);
        functions.Add(name, function);
        return function;
    }

    /// <summary>Goes on as the next process does.</summary>
    public async Task RestartAsync()
    {
        await Mappings.DisposeAsync();
        await Streams.ReopenAsync();
        Mappings = Open();
    }

    /// <summary>Makes a mapping, and waits until it is enabled.</summary>
    /// <param name="settings">Members of the request: <c>"BatchSize": 10, …</c>.</param>
    public async Task MapAsync(string settings, string position = "TRIM_HORIZON", string function = "count")
    {
        Id = (string)(await CreateAsync(settings, position, function))["UUID"]!;
        await AdvanceAsync(TimeSpan.FromSeconds(1));
    }

    public async Task<JsonNode> CreateAsync(string settings, string position = "TRIM_HORIZON", string function = "count")
    {
        using var request = JsonDocument.Parse(
            $$"""
            {"FunctionName":"{{function}}","EventSourceArn":"{{Streams.Service.Options.StreamArn("telemetry")}}","StartingPosition":"{{position}}"{{(settings.Length > 0 ? "," : "")}}{{settings}}}
            """);
        return JsonNode.Parse((await Mappings.CreateAsync(request.RootElement)).Span)!;
    }

    public async Task<JsonNode> UpdateAsync(string members)
    {
        using var request = JsonDocument.Parse($"{{{members}}}");
        return JsonNode.Parse((await Mappings.UpdateAsync(Id, request.RootElement)).Span)!;
    }

    public JsonNode Get() => JsonNode.Parse(Mappings.Get(Id).Span)!;

    /// <summary>Puts records of these numbers, each with a key of its own.</summary>
    public Task PutAsync(int from, int to) => Streams.PutAsync(Enumerable.Range(from, to - from + 1).Select(number => $"{number}"));

    public async Task<string> NumberAsync(int record)
    {
        var page = await Streams.CallAsync("GetRecords", new { ShardIterator = await Streams.IteratorAsync() });
        return (string)page["Records"]![record]!["SequenceNumber"]!;
    }

    /// <summary>Moves the clock from one thing that is due to the next.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var end = Now + (long)by.TotalMilliseconds;
        while (true)
        {
            var due = await SettleAsync();
            var next = functions.Values.Cast<TestFunction>().Select(function => function.NextAwake).Append(due).OfType<long>().DefaultIfEmpty(long.MaxValue).Min();
            if (next > end)
            {
                Streams.Time.Advance(TimeSpan.FromMilliseconds(end - Now));
                await SettleAsync();
                return;
            }

            Streams.Time.Advance(TimeSpan.FromMilliseconds(Math.Max(0, next - Now)));
            foreach (var function in functions.Values.Cast<TestFunction>())
            {
                function.Awake();
            }
        }
    }

    /// <summary>Moves the clock at once: nothing happens on the way.</summary>
    public async Task JumpAsync(TimeSpan by)
    {
        Streams.Time.Advance(by);
        await SettleAsync();
    }

    public Task SendAsync(string arn, string key, ReadOnlyMemory<byte> document, CancellationToken cancellation)
    {
        lock (Failures)
        {
            Failures.Add((arn, key, JsonNode.Parse(document.Span)!));
        }

        Interlocked.Increment(ref told);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Mappings.DisposeAsync();
        await Streams.DisposeAsync();
    }

    // Until a pass starts nothing, and every call has ended or sleeps.
    private async Task<long?> SettleAsync()
    {
        while (true)
        {
            var before = Activity;
            var due = Mappings.Pass();
            while (Mappings.Calls.Count > functions.Values.Cast<TestFunction>().Sum(function => function.Sleeping))
            {
                await Task.Yield();
            }

            if (Activity == before && !(due <= Now))
            {
                return due;
            }
        }
    }

    private int Activity => Volatile.Read(ref told) + functions.Values.Cast<TestFunction>().Sum(function => function.Activity);

    private EventSourceMappings Open() => new(Streams.Service, functions, this, _ => { });
}

/// <summary>A function that answers what a test says, and keeps what it was called with.</summary>
internal sealed class TestFunction(Func<long> now) : IStreamFunction
{
    private readonly List<(long Due, TaskCompletionSource Awake)> sleepers = [];
    private readonly List<Call> calls = [];
    private int activity;

    /// <summary>What it answers; throws to fail.</summary>
    public Func<Call, string> Answer { get; set; } = _ => "";

    /// <summary>How long it takes.</summary>
    public TimeSpan Takes { get; set; }

    public int Activity => Volatile.Read(ref activity);

    public int Most { get; private set; }

    public IReadOnlyList<Call> Calls
    {
        get
        {
            lock (calls)
            {
                return [.. calls];
            }
        }
    }

    public string History => string.Join(" -> ", Calls.Select(call => $"[{string.Join(' ', call.Texts)}]"));

    public int Sleeping
    {
        get
        {
            lock (calls)
            {
                return sleepers.Count;
            }
        }
    }

    public long? NextAwake
    {
        get
        {
            lock (calls)
            {
                return sleepers.Count == 0 ? null : sleepers.Min(sleeper => sleeper.Due);
            }
        }
    }

    public void Awake()
    {
        lock (calls)
        {
            foreach (var sleeper in sleepers.Where(sleeper => sleeper.Due <= now()).ToList())
            {
                sleepers.Remove(sleeper);
                sleeper.Awake.SetResult();
            }
        }
    }

    public async Task<ReadOnlyMemory<byte>> InvokeAsync(ReadOnlyMemory<byte> kinesisEvent, CancellationToken cancellation)
    {
        var call = new Call(now(), JsonNode.Parse(kinesisEvent.Span)!);
        TaskCompletionSource awake;
        lock (calls)
        {
            calls.Add(call);
            awake = Sleep();
            Most = Math.Max(Most, sleepers.Count);
        }

        Interlocked.Increment(ref activity);
        try
        {
            await awake.Task.WaitAsync(cancellation);
        }
        finally
        {
            lock (calls)
            {
                sleepers.RemoveAll(sleeper => sleeper.Awake == awake);
            }

            Interlocked.Increment(ref activity);
        }

        return Encoding.UTF8.GetBytes(Answer(call));
    }

    private TaskCompletionSource Sleep()
    {
        var awake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Takes == TimeSpan.Zero)
        {
            awake.SetResult();
        }
        else
        {
            sleepers.Add((now() + (long)Takes.TotalMilliseconds, awake));
        }

        return awake;
    }
}

/// <summary>One call of a function.</summary>
/// <param name="At">Milliseconds since 1970.</param>
internal sealed record Call(long At, JsonNode Event)
{
    public IReadOnlyList<string> Texts =>
        [.. Event["Records"]!.AsArray().Select(record => Encoding.UTF8.GetString(Convert.FromBase64String((string)record!["kinesis"]!["data"]!)))];

    public string NumberOf(string text) => (string)Event["Records"]![Texts.ToList().IndexOf(text)]!["kinesis"]!["sequenceNumber"]!;

    /// <summary>An answer that reports records as failed.</summary>
    public string Reports(params IEnumerable<string> texts) =>
        $$"""{"batchItemFailures":[{{string.Join(',', texts.Select(text => $$"""{"itemIdentifier":"{{NumberOf(text)}}"}"""))}}]}""";
}
