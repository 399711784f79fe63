using System.CommandLine;
using System.Globalization;
using Lake.Counting;
using Local.Dispatching;
using Local.Services;
using Local.Sqs;

namespace Local.Cli;

/// <summary><c>queue</c>: what waits and what was given up on; <c>redrive</c> sends that back, <c>purge</c> forgets it.</summary>
internal static class QueueCommand
{
    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var command = new Command("queue", "Shows the messages of the delivery queue, and the dead letters with their reasons.")
        {
            Change("redrive", "Sends the dead letters back to the delivery queue.", common, terminal, stage => stage.Queues.MoveAsync(DeadLetters(stage))),
            Change("purge", "Deletes the dead letters for good.", common, terminal, async stage =>
            {
                var letters = DeadLetters(stage);
                var count = letters.Peek().Count;
                await letters.PurgeAsync();
                return count;
            }),
        };
        command.SetAction(async (parsed, _) =>
        {
            var output = common.Apply(parsed, terminal);
            await using var stage = common.OpenExistingStage(parsed);
            var result = QueueResult.Of(stage.Queues);
            output.Result(result, result.Print);
            return 0;
        });

        return command;
    }

    private static Command Change(
        string name, string description, CommonOptions common, Terminal terminal, Func<Stage, Task<int>> change)
    {
        var command = new Command(name, description);
        command.SetAction(async (parsed, _) =>
        {
            var output = common.Apply(parsed, terminal);
            await using var stage = common.OpenExistingStage(parsed);
            var result = new QueueChange(name, await change(stage));
            output.Result(result, result.Print);
            return 0;
        });

        return command;
    }

    private static Queue DeadLetters(Stage stage) => stage.Queues.Get(DeliveryQueues.DeadLetters);
}

internal sealed record QueueResult(IReadOnlyList<QueueResult.Depth> Queues, IReadOnlyList<DeadLetter> DeadLetters)
{
    // The part of a message by which a person tells it from others, without filling the screen.
    private const int ShownOfBody = 100;

    public static QueueResult Of(Queues queues) => new(
        [.. queues.All.Select(queue => new Depth(queue.Name, queue.Depth.Visible, queue.Depth.InFlight, queue.Depth.Delayed))],
        [.. queues.Get(DeliveryQueues.DeadLetters).Peek().Select(DeadLetter.Of)]);

    public void Print(TextWriter output)
    {
        foreach (var queue in Queues)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{queue.Name,-20} {queue.Visible,6:N0} wait, {queue.InFlight:N0} in flight, {queue.Delayed:N0} delayed"));
        }

        foreach (var letter in DeadLetters)
        {
            output.WriteLine($"  given up on: message {letter.MessageId}: {letter.Reason}");
            output.WriteLine($"    {Shown(letter.Body)}");
        }
    }

    // Control characters are replaced: no sender of a message may control the terminal.
    private static string Shown(string body) =>
        string.Concat(body.Take(ShownOfBody).Select(c => char.IsControl(c) ? ' ' : c)) + (body.Length > ShownOfBody ? "…" : "");

    internal sealed record Depth(string Name, int Visible, int InFlight, int Delayed);
}

/// <param name="Messages">The number of messages that were changed.</param>
internal sealed record QueueChange(string Change, int Messages)
{
    public void Print(TextWriter output) => output.WriteLine(Change == "redrive"
        ? $"Put back on the queue of requests: {Counts.Things(Messages, "message")}. Next: run 'trucks'."
        : $"Deleted for good: {Counts.Things(Messages, "message")}.");
}
