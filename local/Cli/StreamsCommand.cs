using System.CommandLine;
using System.Globalization;
using Kinesis.Mappings;
using Lake.Counting;
using Local.Lambda;
using Local.StreamMinutes;

namespace Local.Cli;

/// <summary><c>streams</c>: the streams with their shards, how far the functions are, and what was set aside; <c>resend</c> sends that again.</summary>
internal static class StreamsCommand
{
    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var command = new Command("streams", "Shows the streams with their shards, the progress of the functions on them, and the records that were set aside.")
        {
            Resend(common, terminal),
        };
        command.SetAction(async (parsed, _) =>
        {
            var output = common.Apply(parsed, terminal);
            await using var stage = common.OpenExistingStage(parsed);
            await using var mappings = new EventSourceMappings(
                stage.Kinesis,
                stage.StreamFunctions,
                new FailureDestinations(() => stage.Queues, () => stage.Topics, stage.Lake),
                output.Notice);
            var result = await StreamsResult.ReadAsync(stage.Kinesis, mappings, new(stage.Lake, () => stage.Kinesis));
            output.Result(result, writer => Print(result, writer));
            return 0;
        });

        return command;
    }

    private static Command Resend(CommonOptions common, Terminal terminal)
    {
        var stream = new Argument<string>("stream") { Description = "The stream whose records were set aside." };
        var late = new Option<bool>("--late") { Description = "Also sends the events that came more than a day late; they count only where the clock allows it." };
        var command = new Command(
            "resend", "Sends again the records of a stream that were refused or given up on. Before, correct the payload in their files under errors/.")
        {
            stream, late,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal);
            await using var stage = common.OpenExistingStage(parsed);
            var name = parsed.GetRequiredValue(stream);
            if (!stage.Kinesis.HasStream(name))
            {
                throw new UsageException($"There is no stream '{name}'. 'streams' shows those that are there.");
            }

            var setAside = new SetAsideRecords(stage.Lake, () => stage.Kinesis);
            var (objects, records, damaged) = (0, 0, new List<string>());
            foreach (var held in setAside.Show(name, int.MaxValue).Where(held => parsed.GetValue(late) || held.Kind != SetAsideObject.Late))
            {
                if (held.Kind == SetAsideObject.Unreadable)
                {
                    damaged.Add($"{held.Key}: {held.Reason}");
                    continue;
                }

                records += await setAside.SendAgainAsync(held.Key, payload: null, cancellation);
                objects++;
            }

            var result = new ResendResult(name, objects, records, damaged);
            output.Result(result, result.Print);
            return damaged.Count == 0 ? 0 : 1;
        });

        return command;
    }

    private static void Print(StreamsResult result, TextWriter output)
    {
        if (result.Streams.Count == 0)
        {
            output.WriteLine("There is no stream yet: 'serve', 'drive' and 'visits' make them.");
        }

        foreach (var stream in result.Streams)
        {
            output.WriteLine(
                $"{stream.Name}: {Counts.Things(stream.Shards.Count(shard => shard.IsOpen), "open shard")}, {Counts.Things(stream.Taken, "record")} taken; {stream.Refused:N0} refused, {stream.Late:N0} too late, {Counts.Things(stream.GivenUp, "batch", "batches")} given up on");
            foreach (var shard in stream.Shards)
            {
                output.WriteLine($"  {shard.ShardId}  {(shard.IsOpen ? "open  " : "closed")}  {shard.First} to {shard.Last}");
            }

            foreach (var reader in stream.Readers)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {reader.Function} on {reader.ShardId}: {reader.State}, {reader.LastResult}; waiting: {Counts.Things(reader.Waiting, "record")}{(reader.Waiting == 0 ? "" : $", the oldest for {reader.AgeSeconds:N0} s")}"));
            }
        }
    }
}

/// <param name="Objects">The number of objects that were sent and removed.</param>
/// <param name="Records">The number of records that they held.</param>
/// <param name="Damaged">Objects that cannot be read and stay, each with the reason.</param>
internal sealed record ResendResult(string Stream, int Objects, int Records, IReadOnlyList<string> Damaged)
{
    public void Print(TextWriter output)
    {
        output.WriteLine(Objects == 0
            ? $"Nothing of {Stream} was sent again."
            : $"{Stream} has {Counts.Things(Records, "record")} of {Counts.Things(Objects, "object")} again. 'serve' counts them, and 'streams' shows what it refuses once more.");
        foreach (var damaged in Damaged)
        {
            output.WriteLine($"Stays, because it cannot be read: {damaged}");
        }
    }
}
