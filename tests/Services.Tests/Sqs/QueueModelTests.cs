using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Local.Sqs;
using Tests.Shared;

namespace Services.Tests.Sqs;

/// <summary>The queue against a model of a few lines, through random steps, times and restarts.</summary>
public sealed class QueueModelTests
{
    private const int MaxReceives = 3;

    private static readonly QueueSettings[] Settings =
        [new("Work") { Redrive = new("Lost", MaxReceives), Retention = TimeSpan.FromHours(1) }, new("Lost")];

    public abstract record QueueStep
    {
        public sealed record Send(int DelaySeconds) : QueueStep;

        public sealed record Receive(int AtMost, int VisibilitySeconds) : QueueStep;

        /// <summary>By a receipt handle handed out before, be it still good or not.</summary>
        public sealed record Delete(int Receipt) : QueueStep;

        public sealed record ChangeVisibility(int Receipt, int Seconds) : QueueStep;

        public sealed record Pass(int Seconds) : QueueStep;

        public sealed record Restart : QueueStep;
    }

    private static Arbitrary<QueueStep[]> Steps => Gen.Frequency<QueueStep>(
        (4, Gen.Choose(0, 20).Select(delay => (QueueStep)new QueueStep.Send(Math.Max(0, delay - 10)))),
        (4, Gen.Choose(1, 10).SelectMany(atMost => Gen.Choose(0, 60).Select(seconds => (QueueStep)new QueueStep.Receive(atMost, seconds)))),
        (2, Gen.Choose(0, 20).Select(receipt => (QueueStep)new QueueStep.Delete(receipt))),
        (1, Gen.Choose(0, 20).SelectMany(receipt => Gen.Choose(0, 60).Select(seconds => (QueueStep)new QueueStep.ChangeVisibility(receipt, seconds)))),
        (3, Gen.Frequency((5, Gen.Choose(1, 40)), (1, Gen.Constant(1800))).Select(seconds => (QueueStep)new QueueStep.Pass(seconds))),
        (1, Gen.Constant((QueueStep)new QueueStep.Restart()))).ArrayOf().ToArbitrary();

    [Fact]
    public void A_queue_does_what_the_model_says() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(120),
        Prop.ForAll(Steps, steps => RunAsync(steps).GetAwaiter().GetResult()));

    private static async Task RunAsync(QueueStep[] steps)
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualTime();
        var model = new Model();
        var queues = Open(folder, clock, model);
        foreach (var step in steps)
        {
            var work = queues.Get("Work");
            var now = clock.GetUtcNow();
            switch (step)
            {
                case QueueStep.Send send:
                    var sent = await work.SendAsync(new("body", TimeSpan.FromSeconds(send.DelaySeconds)));
                    model.Sent(sent.Id, now, now.AddSeconds(send.DelaySeconds));
                    break;
                case QueueStep.Receive receive:
                    var received = await work.ReceiveAsync(receive.AtMost, TimeSpan.FromSeconds(receive.VisibilitySeconds));
                    model.Received(received, receive.AtMost, now, now.AddSeconds(receive.VisibilitySeconds));
                    break;
                case QueueStep.Delete delete when model.Receipt(delete.Receipt) is { } handle:
                    await work.DeleteAsync(handle);
                    model.Deleted(handle);
                    break;
                case QueueStep.ChangeVisibility change when model.Receipt(change.Receipt) is { } handle:
                    var changed = await TryAsync(() => work.ChangeVisibilityAsync(handle, TimeSpan.FromSeconds(change.Seconds)));
                    Assert.Equal(model.TryChange(handle, now, now.AddSeconds(change.Seconds)), changed);
                    break;
                case QueueStep.Pass pass:
                    clock.Advance(TimeSpan.FromSeconds(pass.Seconds));
                    break;
                case QueueStep.Restart:
                    await queues.DisposeAsync();
                    queues = Open(folder, clock, model);
                    model.Restarted(now);
                    break;
            }

            model.Check(queues, clock.GetUtcNow());
        }

        await queues.DisposeAsync();
    }

    private static Queues Open(TemporaryFolder folder, ManualTime clock, Model model) =>
        Queues.Open(folder.Root, Settings, clock, model.NextId, new(FlushToDisk: false, CompactAbove: 2_000));

    private static async Task<bool> TryAsync(Func<Task> request)
    {
        try
        {
            await request();
            return true;
        }
        catch (SqsException)
        {
            return false;
        }
    }

    private sealed class Model
    {
        private readonly Dictionary<string, Message> work = [];
        private readonly HashSet<string> lost = [];
        private readonly List<(string Handle, string Id, int Receive)> receipts = [];
        private int lastId;

        public string NextId() => (++lastId).ToString(CultureInfo.InvariantCulture);

        public string? Receipt(int back) => back < receipts.Count ? receipts[^(back + 1)].Handle : null;

        public void Sent(string id, DateTimeOffset now, DateTimeOffset visibleAt) => work.Add(id, new() { SentAt = now, VisibleAt = visibleAt });

        public void Received(IReadOnlyList<ReceivedMessage> messages, int atMost, DateTimeOffset now, DateTimeOffset visibleAt)
        {
            Forget(now);
            var due = work.Where(message => message.Value.VisibleAt <= now && message.Value.Receives < MaxReceives);
            Assert.Equal(Math.Min(atMost, due.Count()), messages.Count);
            foreach (var received in messages)
            {
                var message = work[received.Id];
                Assert.True(message.VisibleAt <= now && message.Receives < MaxReceives);
                message.Receives++;
                Assert.Equal(message.Receives, received.Message.Receives);
                receipts.Add((received.ReceiptHandle, received.Id, message.Receives));
            }

            // Only now, so that none is taken twice by one receive.
            foreach (var received in messages)
            {
                (work[received.Id].VisibleAt, work[received.Id].WasReceived) = (visibleAt, true);
            }
        }

        public void Deleted(string handle)
        {
            if (Current(handle) is { } id)
            {
                work.Remove(id);
            }
        }

        public bool TryChange(string handle, DateTimeOffset now, DateTimeOffset visibleAt)
        {
            if (Current(handle) is not { } id)
            {
                return false;
            }

            // Too late is answered, and changes nothing.
            work[id].VisibleAt = work[id].VisibleAt <= now ? work[id].VisibleAt : visibleAt;
            return true;
        }

        public void Restarted(DateTimeOffset now)
        {
            foreach (var message in work.Values.Where(message => message.WasReceived && message.VisibleAt > now))
            {
                message.VisibleAt = now;
            }
        }

        public void Check(Queues queues, DateTimeOffset now)
        {
            // When a message moves to the dead-letter queue is the queue's choice; that it had its receives is not.
            var moved = queues.Get("Lost").Peek().Select(message => message.Id).ToHashSet();
            Assert.Superset(lost, moved);
            foreach (var id in moved.Except(lost))
            {
                Assert.Equal(MaxReceives, work[id].Receives);
                Assert.True(work[id].VisibleAt <= now);
                work.Remove(id);
                lost.Add(id);
            }

            Forget(now);
            var depth = queues.Get("Work").Depth;
            Assert.Equal(work.Keys.Order(), queues.Get("Work").Peek().Select(message => message.Id).Order());
            Assert.Equal(
                new QueueDepth(
                    work.Values.Count(message => message.VisibleAt <= now),
                    work.Values.Count(message => message.VisibleAt > now && message.WasReceived),
                    work.Values.Count(message => message.VisibleAt > now && !message.WasReceived),
                    work.Count == 0 ? TimeSpan.Zero : now - work.Values.Min(message => message.SentAt)),
                depth);
        }

        private void Forget(DateTimeOffset now)
        {
            foreach (var (id, _) in work.Where(message => now >= message.Value.SentAt.AddHours(1)).ToList())
            {
                work.Remove(id);
            }
        }

        private string? Current(string handle)
        {
            var receipt = receipts.First(receipt => receipt.Handle == handle);
            return work.TryGetValue(receipt.Id, out var message) && message.Receives == receipt.Receive ? receipt.Id : null;
        }

        private sealed class Message
        {
            public required DateTimeOffset SentAt { get; init; }

            public required DateTimeOffset VisibleAt { get; set; }

            public int Receives { get; set; }

            public bool WasReceived { get; set; }
        }
    }
}
