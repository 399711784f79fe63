using System.CommandLine;
using System.Globalization;
using Amazon.Kinesis;
using Lake.Counting;
using RecordStreaming;
using StoreSimulation;
using StreamRecord = RecordStreaming.StreamRecord;

namespace StoreApp.Streams;

/// <summary>The options of the commands that put simulated events on a Kinesis stream, and the sending itself.</summary>
/// <param name="output">The stack's output that has the stream's name.</param>
internal sealed class ProducerOptions(string output, CommandEnvironment environment)
{
    /// <summary>The sentence of a command that was stopped while it sent.</summary>
    public const string Stopped = "Stopped. What was sent is kept. What is sent again is not counted twice.";

    private readonly Option<string> stream = new("--stream")
    {
        Description = $"The Kinesis stream (the stack's output {output}).",
        Required = true,
    };

    private readonly Option<bool> ordered = new("--ordered")
    {
        Description = "Keeps the order of each key's records by sending one record in a request, instead of up to 500.",
    };

    private readonly Option<ulong> seed = new("--seed")
    {
        Description = "The seed of the simulation: the same seed, start and data give the same records.",
        DefaultValueFactory = _ => 1,
    };

    public void AddTo(Command command)
    {
        command.Add(stream);
        command.Add(ordered);
        command.Add(seed);
    }

    public ulong Seed(ParseResult arguments) => arguments.GetValue(seed);

    /// <param name="records">The records in the order in which they are sent.</param>
    /// <param name="start">The time at which the simulation begins.</param>
    /// <param name="speed">Simulated seconds in a real one; 0: all of the past at once. See <see cref="PacedSender"/>.</param>
    /// <returns>The number of records that the stream has taken, and whether these are all.</returns>
    public async Task<(long Sent, bool All)> SendAsync(
        ParseResult arguments, IAmazonKinesis kinesis, IEnumerable<TimedRecord> records, DateTimeOffset start, int speed, CancellationToken cancellation)
    {
        var name = arguments.GetRequiredValue(stream);
        var backoff = new Backoff(Attempts: 8, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(20), environment.Jitter);
        Func<IReadOnlyList<StreamRecord>, CancellationToken, Task> send = arguments.GetValue(ordered)
            ? new OrderedSender(kinesis, name, backoff, environment.Clock).SendAsync
            : new RecordSender(new KinesisSink(kinesis, name), backoff, environment.Clock).SendAsync;
        var error = arguments.InvocationConfiguration.Error;
        var progress = new ProgressLine(error, environment.Clock, environment.IsTerminal);
        var sent = 0L;
        var pace = new PacedSender(PutAsync, environment.Clock, speed);
        try
        {
            await pace.SendAsync(records, start, cancellation);
            return (sent, true);
        }
        catch (RecordsRefusedException refused)
        {
            progress.Clear();
            await error.WriteLineAsync(
                $"{refused.Message} Nothing more is sent. A shard takes 1,000 records and 1 MB a second: add shards, or send more slowly (--speed).");
            return (sent, false);
        }
        finally
        {
            progress.Clear();
        }

        async Task PutAsync(IReadOnlyList<TimedRecord> batch, CancellationToken stop)
        {
            await send([.. batch.Select(record => new StreamRecord(record.Json, 1) { PartitionKey = record.PartitionKey })], stop);
            sent += batch.Count;
            progress.Show(string.Create(CultureInfo.InvariantCulture, $"{Counts.Things(sent, "record")} sent, up to {batch[^1].SentAt:yyyy-MM-dd HH:mm} UTC"));
        }
    }

    public static Option<int> Count(string name, string description, int otherwise, int least, int most)
    {
        var option = new Option<int>(name) { Description = string.Create(CultureInfo.InvariantCulture, $"{description} From {least:N0} to {most:N0}."), DefaultValueFactory = _ => otherwise };
        option.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is var value && (value < least || value > most))
            {
                given.AddError($"{name} is {value}; it must be from {least} to {most}.");
            }
        });
        return option;
    }
}
