using System.Globalization;
using Local.Sqs;
using Local.Storage;
using Tests.Shared;

namespace Services.Tests.Sqs;

public sealed class QueueTests : IAsyncDisposable
{
    private static readonly QueueSettings[] Settings =
    [
        new("Work") { Redrive = new("Lost", 3) },
        new("Lost") { Retention = TimeSpan.FromDays(14) },
        new("Small") { MaximumMessageSize = 8, Delay = TimeSpan.FromSeconds(5) },
    ];

    private readonly TemporaryFolder folder = new();
    private readonly ManualTime clock = new();
    private int lastId;
    private Queues queues;

    public QueueTests() => queues = Open();

    private Queue Work => queues.Get("Work");

    private Queue Lost => queues.Get("Lost");

    public async ValueTask DisposeAsync()
    {
        await queues.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_message_comes_as_it_was_sent()
    {
        var attributes = new Dictionary<string, MessageAttribute>
        {
            ["b"] = new("Binary", BinaryValue: [1, 2, 3]),
            ["a"] = new("String", "text"),
        };

        var sent = await Work.SendAsync(new("body", Attributes: attributes));
        var received = Assert.Single(await Work.ReceiveAsync());

        Assert.Equal(new("m1", "841a2d689ad86bd1611447453c22c6fc", MessageDigest.OfAttributes(attributes), SystemAttributesDigest: null), sent);
        Assert.Equal(("m1", "body", 1), (received.Id, received.Body, received.Message.Receives));
        Assert.Equal(clock.GetUtcNow(), received.Message.SentAt);
        Assert.Equal(attributes, received.Message.Attributes);
    }

    // Recorded from SQS by localstack's tests: test_receive_message_message_attribute_names_filters.
    [Theory]
    [InlineData("Hello=There General=Kenobi Help.Me=Me", "4c360f3fdafd970e05fae2f149d997f5")]
    [InlineData("General=Kenobi Hello=There", "fca026605781cb4126a1e9044df24232")]
    [InlineData("Hello=There", "a311262e065454b75da111d535b8dacd")]
    public void The_digest_of_attributes_is_the_one_SQS_makes(string attributes, string digest) =>
        Assert.Equal(digest, MessageDigest.OfAttributes(attributes.Split(' ')
            .Select(attribute => attribute.Split('='))
            .ToDictionary(pair => pair[0], pair => new MessageAttribute("String", pair[1]))));

    [Fact]
    public void The_digest_of_a_binary_attribute_is_the_one_SQS_makes()
    {
        var value = "traceparent\u001e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01"u8.ToArray();

        Assert.Equal(
            "8cbe4db156db8a94db8b801b7addb984",
            MessageDigest.OfAttributes(new Dictionary<string, MessageAttribute> { ["attr1"] = new("Binary", BinaryValue: value) }));
    }

    [Fact]
    public async Task A_received_message_is_hidden_until_its_timeout_and_then_comes_again()
    {
        await Work.SendAsync(new("body"));

        Assert.Single(await Work.ReceiveAsync());
        clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Empty(await Work.ReceiveAsync());
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(2, Assert.Single(await Work.ReceiveAsync()).Message.Receives);
    }

    [Fact]
    public async Task A_delayed_message_comes_when_its_delay_is_over()
    {
        await queues.Get("Small").SendAsync(new("queue's"));
        await Work.SendAsync(new("own", Delay: TimeSpan.FromSeconds(900)));
        Assert.Equal(new QueueDepth(0, 0, 1, TimeSpan.Zero), Work.Depth);

        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Single(await queues.Get("Small").ReceiveAsync());
        Assert.Empty(await Work.ReceiveAsync());

        clock.Advance(TimeSpan.FromSeconds(895));
        Assert.Single(await Work.ReceiveAsync());
    }

    [Fact]
    public async Task A_deleted_message_never_comes_again_and_deleting_it_twice_changes_nothing()
    {
        await Work.SendAsync(new("body"));
        var handle = Assert.Single(await Work.ReceiveAsync()).ReceiptHandle;

        await Work.DeleteAsync(handle);
        await Work.DeleteAsync(handle);

        clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await Work.ReceiveAsync());
    }

    [Fact]
    public async Task A_receiver_that_is_late_does_not_delete_what_another_has_received_since()
    {
        await Work.SendAsync(new("body"));
        var late = Assert.Single(await Work.ReceiveAsync()).ReceiptHandle;
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Single(await Work.ReceiveAsync());

        await Work.DeleteAsync(late);

        Assert.Equal(1, Work.Depth.InFlight);
    }

    [Fact]
    public async Task A_message_received_too_often_goes_to_the_dead_letter_queue_with_its_first_time_and_last_failure()
    {
        var sentAt = clock.GetUtcNow();
        await Work.SendAsync(new("body"));
        for (var receive = 1; receive <= 3; receive++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            var handle = Assert.Single(await Work.ReceiveAsync()).ReceiptHandle;
            await Work.ChangeVisibilityAsync(handle, TimeSpan.Zero, $"failure {receive}");
        }

        Assert.Empty(await Work.ReceiveAsync());

        var dead = Assert.Single(await Lost.ReceiveAsync()).Message;
        Assert.Equal(("m1", sentAt, 4, "Work"), (dead.Id, dead.SentAt, dead.Receives, dead.DeadLetterSource));
        Assert.Equal(TimeSpan.FromMinutes(3), Lost.Depth.OldestAge);
    }

    [Fact]
    public async Task A_dead_letter_keeps_its_failure_for_whoever_looks()
    {
        await Work.SendAsync(new("body"));
        await DieAsync();

        Assert.Equal("no such store", Assert.Single(Lost.Peek()).Failure);
    }

    [Fact]
    public async Task Dead_letters_go_back_where_they_came_from_as_new_messages()
    {
        await Work.SendAsync(new("body"));
        await Lost.SendAsync(new("sent there"));
        await DieAsync();
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, await queues.MoveAsync(Lost));

        var again = Assert.Single(await Work.ReceiveAsync());
        Assert.Equal(("m3", "body", 1, clock.GetUtcNow()), (again.Id, again.Body, again.Message.Receives, again.Message.SentAt));
        Assert.Equal("sent there", Assert.Single(Lost.Peek()).Body);
    }

    [Fact]
    public async Task A_message_is_gone_after_its_retention()
    {
        await Work.SendAsync(new("body"));

        clock.Advance(TimeSpan.FromDays(4) - TimeSpan.FromSeconds(1));
        Assert.Equal(1, Work.Depth.Visible);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new QueueDepth(0, 0, 0, TimeSpan.Zero), Work.Depth);
        Assert.Empty(Work.Peek());
        Assert.Empty(await Work.ReceiveAsync());
    }

    [Fact]
    public async Task A_receive_that_waits_has_a_message_as_soon_as_it_is_sent()
    {
        var receive = Work.ReceiveAsync(wait: TimeSpan.FromSeconds(20));
        Assert.False(receive.IsCompleted);

        await Work.SendAsync(new("body"));

        Assert.Single(await receive);
    }

    [Fact]
    public async Task A_receive_that_waits_has_a_message_as_soon_as_it_becomes_visible()
    {
        await Work.SendAsync(new("body", Delay: TimeSpan.FromSeconds(7)));
        var receive = Work.ReceiveAsync(wait: TimeSpan.FromSeconds(20));
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromSeconds(7), clock.NextDue);

        clock.Advance(TimeSpan.FromSeconds(7));

        Assert.Single(await receive);
    }

    [Fact]
    public async Task A_receive_waits_no_longer_than_it_said()
    {
        var receive = Work.ReceiveAsync(wait: TimeSpan.FromSeconds(20));

        clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Empty(await receive);
    }

    [Fact]
    public async Task A_receive_that_waits_can_be_called_off()
    {
        using var cancellation = new CancellationTokenSource();
        var receive = Work.ReceiveAsync(wait: TimeSpan.FromSeconds(20), cancellation: cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => receive);
    }

    [Fact]
    public async Task A_message_can_be_held_longer_but_not_beyond_twelve_hours_of_its_receipt()
    {
        await Work.SendAsync(new("body"));
        var handle = Assert.Single(await Work.ReceiveAsync()).ReceiptHandle;
        clock.Advance(TimeSpan.FromSeconds(20));

        await Work.ChangeVisibilityAsync(handle, TimeSpan.FromHours(1));

        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Empty(await Work.ReceiveAsync());
        await RefusedAsync(
            "InvalidParameterValue",
            "Value 43200 for parameter VisibilityTimeout is invalid. Reason: "
            + "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]",
            () => Work.ChangeVisibilityAsync(handle, TimeSpan.FromHours(12)));
        clock.Advance(TimeSpan.FromMinutes(1));
        await Work.DeleteAsync(handle);
        await RefusedAsync(
            "InvalidParameterValue",
            $"Value {handle} for parameter ReceiptHandle is invalid. Reason: "
            + "Message does not exist or is not available for visibility timeout change.",
            () => Work.ChangeVisibilityAsync(handle, TimeSpan.Zero));
    }

    [Fact]
    public async Task Visibility_that_is_changed_too_late_is_answered_and_changes_nothing()
    {
        await Work.SendAsync(new("body"));
        var handle = Assert.Single(await Work.ReceiveAsync()).ReceiptHandle;
        clock.Advance(Work.Settings.VisibilityTimeout);

        await Work.ChangeVisibilityAsync(handle, TimeSpan.FromHours(1));

        Assert.Single(await Work.ReceiveAsync());
        await RefusedAsync(
            "InvalidParameterValue",
            $"Value {handle} for parameter ReceiptHandle is invalid. Reason: "
            + "Message does not exist or is not available for visibility timeout change.",
            () => Work.ChangeVisibilityAsync(handle, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_purge_empties_the_queue_and_may_not_be_repeated_within_a_minute()
    {
        await Work.SendAsync(new("seen"));
        await Work.SendAsync(new("unseen"));
        await Work.ReceiveAsync();

        await Work.PurgeAsync();

        Assert.Equal(new QueueDepth(0, 0, 0, TimeSpan.Zero), Work.Depth);
        await RefusedAsync(
            "PurgeQueueInProgress", "Only one PurgeQueue operation on Work is allowed every 60 seconds.", Work.PurgeAsync);
        clock.Advance(TimeSpan.FromSeconds(60));
        await Work.PurgeAsync();
    }

    [Fact]
    public async Task What_was_in_flight_when_the_process_ended_is_visible_to_the_next_and_its_receipt_still_counts()
    {
        await Work.SendAsync(new("done late"));
        await Work.SendAsync(new("never done"));
        var handle = (await Work.ReceiveAsync(10))[0].ReceiptHandle;

        await ReopenAsync();

        Assert.Equal(2, Work.Depth.Visible);
        await Work.DeleteAsync(handle);
        var again = Assert.Single(await Work.ReceiveAsync(10));
        Assert.Equal(("never done", 2), (again.Body, again.Message.Receives));
    }

    [Fact]
    public async Task A_queue_the_program_no_longer_names_keeps_what_it_holds()
    {
        await Work.SendAsync(new("body"));
        await queues.DisposeAsync();

        queues = Queues.Open(folder.Root, [], clock, NextId);

        Assert.Equal("body", Assert.Single(await Work.ReceiveAsync()).Body);
    }

    [Fact]
    public async Task Many_messages_through_a_journal_that_is_compacted_on_the_way_leave_nothing_behind()
    {
        await queues.DisposeAsync();
        var options = new JournalOptions(FlushToDisk: false, CompactAbove: 20_000);
        queues = Queues.Open(folder.Root, Settings, clock, NextId, options);
        for (var round = 0; round < 300; round++)
        {
            await Work.SendAsync(new($"body {round}"));
            await Work.DeleteAsync(Assert.Single(await Work.ReceiveAsync()).ReceiptHandle);
        }

        await Work.SendAsync(new("kept"));
        await queues.DisposeAsync();

        var journal = new FileInfo(Assert.Single(Directory.GetFiles(folder.Root)));
        Assert.InRange(journal.Length, 1, 21_000);
        queues = Open();
        Assert.Equal("kept", Assert.Single(await Work.ReceiveAsync(10)).Body);
    }

    [Theory]
    [InlineData(0, 30, 0, "Value 0 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.")]
    [InlineData(11, 30, 0, "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.")]
    [InlineData(1, -1, 0, "Value -1 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.")]
    [InlineData(1, 43201, 0, "Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.")]
    [InlineData(1, 30, 21, "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.")]
    public Task A_receive_out_of_range_is_refused(int atMost, int visibility, int wait, string message) => RefusedAsync(
        "InvalidParameterValue",
        message,
        () => Work.ReceiveAsync(atMost, TimeSpan.FromSeconds(visibility), TimeSpan.FromSeconds(wait)));

    [Fact]
    public Task A_handle_of_another_queue_is_no_handle() => RefusedAsync(
        "ReceiptHandleIsInvalid",
        "The input receipt handle \"V29yayBtMSAx\" is not a valid receipt handle.",
        () => Lost.DeleteAsync("V29yayBtMSAx"));

    [Fact]
    public void A_queue_that_is_not_there_is_refused()
    {
        var refusal = Assert.Throws<SqsException>(() => queues.Get("None"));

        Assert.Equal(("QueueDoesNotExist", "The specified queue does not exist."), (refusal.Code, refusal.Message));
    }

    [Theory]
    [InlineData("", null, "MissingParameter", "The request must contain the parameter MessageBody.")]
    [InlineData("123456789", null, "InvalidParameterValue", "One or more parameters are invalid. Reason: Message must be shorter than 8 bytes.")]
    [InlineData("ok", -1, "InvalidParameterValue", "Value -1 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.")]
    [InlineData("ok", 901, "InvalidParameterValue", "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.")]
    [InlineData("\u0008", null, "InvalidMessageContents", "Invalid binary character '#x8' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].")]
    [InlineData("\uFFFF", null, "InvalidMessageContents", "Invalid binary character '#xFFFF' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].")]
    public Task A_message_that_breaks_a_rule_is_refused(string body, int? delay, string code, string message) => RefusedAsync(
        code,
        message,
        () => queues.Get("Small").SendAsync(new(body, delay is { } seconds ? TimeSpan.FromSeconds(seconds) : null)));

    [Theory]
    [InlineData("Text", "value", "The type of message (user) attribute 'name' is invalid. You must use only the following supported type prefixes: Binary, Number, String.")]
    [InlineData("String.custom", "", "Message (user) attribute 'name' must contain a non-empty value of type 'String'.")]
    [InlineData("Binary", "value", "Message (user) attribute 'name' must contain a non-empty value of type 'Binary'.")]
    public Task An_attribute_that_breaks_a_rule_is_refused(string type, string value, string message) => RefusedAsync(
        "InvalidParameterValue",
        message,
        () => Work.SendAsync(new("body", Attributes: new Dictionary<string, MessageAttribute> { ["name"] = new(type, value) })));

    [Fact]
    public async Task A_batch_takes_what_is_right_and_names_what_is_not()
    {
        var result = await queues.Get("Small").SendBatchAsync(
            [new("a", new("right")), new("b", new("much too long")), new("c", new("\0")), new("d", new("also"))]);

        Assert.Equal(["a", "d"], result.Successful.Select(entry => entry.Id));
        Assert.Equal(
            ["b InvalidParameterValue", "c InvalidMessageContents"], result.Failed.Select(failure => $"{failure.Id} {failure.Code}"));
        Assert.Equal(2, queues.Get("Small").Depth.Delayed);
    }

    [Theory]
    [InlineData("", 1, "EmptyBatchRequest", "There should be at least one SendMessageBatchRequestEntry in the request.")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11", 1, "TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10. You have sent 11.")]
    [InlineData("a b a", 1, "BatchEntryIdsNotDistinct", "Id a repeated.")]
    [InlineData("a b.c", 1, "InvalidBatchEntryId", "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.")]
    [InlineData("a b", 524289, "BatchRequestTooLong", "Batch requests cannot be longer than 1048576 bytes. You have sent 1048578 bytes.")]
    public Task A_batch_that_breaks_a_rule_is_refused_whole(string ids, int size, string code, string message) => RefusedAsync(
        code,
        message,
        () => Work.SendBatchAsync([.. ids.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => new BatchEntry<NewMessage>(id, new(new string('x', size))))]));

    private static async Task RefusedAsync(string code, string message, Func<Task> request)
    {
        var refusal = await Assert.ThrowsAsync<SqsException>(request);

        Assert.Equal((code, message), (refusal.Code, refusal.Message));
    }

    private async Task DieAsync()
    {
        for (var receive = 0; receive < 3; receive++)
        {
            var handle = Assert.Single(await Work.ReceiveAsync()).ReceiptHandle;
            await Work.ChangeVisibilityAsync(handle, TimeSpan.Zero, "no such store");
        }

        Assert.Empty(await Work.ReceiveAsync());
    }

    private async Task ReopenAsync()
    {
        await queues.DisposeAsync();
        queues = Open();
    }

    private Queues Open() => Queues.Open(folder.Root, Settings, clock, NextId, new(FlushToDisk: false));

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"m{++lastId}");
}
