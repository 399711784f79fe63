using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Local.Protocol;
using static Local.Sqs.SqsShapes;

namespace Local.Sqs;

/// <summary>SQS's operations, JSON in and JSON out, over the queues of a data folder.</summary>
internal sealed class SqsApi
{
    private const int MostResults = 1000;
    private const int MostMoveTasks = 10;

    private readonly Func<Queues> queues;
    private readonly Func<string, string> url;
    private readonly Dictionary<string, Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]>>> operations = [];
    private readonly Dictionary<string, RequestFields> fields = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Operations over the queues.</summary>
    /// <param name="queues">Called for each request: one that fails tells why the queues cannot be opened.</param>
    /// <param name="url">The URL of the queue of a name; null for the one that AWS would give it.</param>
    public SqsApi(Func<Queues> queues, Func<string, string>? url = null)
    {
        this.queues = queues;
        this.url = url ?? QueueAddress.Url;
        Add<GetQueueUrlRequest, GetQueueUrlResponse>("GetQueueUrl", GetQueueUrl);
        Add<ListQueuesRequest, ListQueuesResponse>("ListQueues", ListQueues);
        Add<GetQueueAttributesRequest, GetQueueAttributesResponse>("GetQueueAttributes", GetQueueAttributes);
        Add<SendMessageRequest, SendMessageResponse>("SendMessage", SendMessageAsync);
        Add<SendMessageBatchRequest, BatchResponse<SendMessageBatchResultEntry>>("SendMessageBatch", SendMessageBatchAsync);
        Add<ReceiveMessageRequest, ReceiveMessageResponse>("ReceiveMessage", ReceiveMessageAsync);
        Add<DeleteMessageRequest, Nothing>("DeleteMessage", DeleteMessageAsync);
        Add<DeleteMessageBatchRequest, BatchResponse<BatchEntryId>>("DeleteMessageBatch", DeleteMessageBatchAsync);
        Add<ChangeMessageVisibilityRequest, Nothing>("ChangeMessageVisibility", ChangeMessageVisibilityAsync);
        Add<ChangeMessageVisibilityBatchRequest, BatchResponse<BatchEntryId>>("ChangeMessageVisibilityBatch", ChangeMessageVisibilityBatchAsync);
        Add<PurgeQueueRequest, Nothing>("PurgeQueue", PurgeQueueAsync);
        Add<ListDeadLetterSourceQueuesRequest, ListDeadLetterSourceQueuesResponse>("ListDeadLetterSourceQueues", ListDeadLetterSourceQueues);
        Add<ListMessageMoveTasksRequest, ListMessageMoveTasksResponse>("ListMessageMoveTasks", ListMessageMoveTasks);
        Add<CancelMessageMoveTaskRequest, CancelMessageMoveTaskResponse>("CancelMessageMoveTask", CancelMessageMoveTask);
        Add<StartMessageMoveTaskRequest, StartMessageMoveTaskResponse>("StartMessageMoveTask", StartMessageMoveTaskAsync);
    }

    public IReadOnlyCollection<string> Operations => operations.Keys;

    /// <returns>The names that a request may have; null where there is no such operation.</returns>
    /// <param name="operation">The operation's name, in upper or lower case.</param>
    public RequestFields? FieldsOf(string operation) => fields.GetValueOrDefault(operation);

    /// <param name="operation">The operation's name.</param>
    /// <param name="request">JSON in UTF-8.</param>
    /// <param name="cancellation">Gives up waiting for a message.</param>
    /// <returns>The answer, JSON in UTF-8.</returns>
    /// <exception cref="SqsException">The request is refused.</exception>
    public Task<byte[]> InvokeAsync(string operation, ReadOnlyMemory<byte> request, CancellationToken cancellation = default) =>
        operations.TryGetValue(operation, out var run)
            ? run(request, cancellation)
            : throw new SqsException("UnknownOperationException", $"SQS has no operation '{operation}' here.");

    private void Add<TRequest, TResponse>(string name, Func<TRequest, CancellationToken, Task<TResponse>> run)
    {
        fields[name] = RequestFields.Of(Type<TRequest>());
        operations[name] = async (json, cancellation) =>
            JsonSerializer.SerializeToUtf8Bytes(await run(Read<TRequest>(json.Span), cancellation), Type<TResponse>());
    }

    private static TRequest Read<TRequest>(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Type<TRequest>()) ?? throw WrongType("$");
        }
        catch (JsonException e)
        {
            throw WrongType(e.Path);
        }
    }

    private static SqsException WrongType(string? path) =>
        new("SerializationException", $"The value at {path} is not of the type that belongs there.");

    private static JsonTypeInfo<T> Type<T>() => (JsonTypeInfo<T>)SqsJson.Wire.GetTypeInfo(typeof(T))!;

    private Task<GetQueueUrlResponse> GetQueueUrl(GetQueueUrlRequest request, CancellationToken cancellation) =>
        Task.FromResult(new GetQueueUrlResponse(url(queues().Get(Required(request.QueueName, "QueueName")).Name)));

    private Task<ListQueuesResponse> ListQueues(ListQueuesRequest request, CancellationToken cancellation)
    {
        var page = PageOf(
            queues().All.Where(queue => queue.Name.StartsWith(request.QueueNamePrefix ?? "", StringComparison.Ordinal)),
            request.NextToken,
            request.MaxResults);
        return Task.FromResult(new ListQueuesResponse(page.Items.Count == 0 ? null : Urls(page), page.NextToken));
    }

    private Task<ListDeadLetterSourceQueuesResponse> ListDeadLetterSourceQueues(
        ListDeadLetterSourceQueuesRequest request, CancellationToken cancellation)
    {
        var deadLetters = At(request.QueueUrl);
        var page = PageOf(
            queues().All.Where(queue => queue.Settings.Redrive?.DeadLetterQueue == deadLetters.Name), request.NextToken, request.MaxResults);
        return Task.FromResult(new ListDeadLetterSourceQueuesResponse(Urls(page), page.NextToken));
    }

    private Task<GetQueueAttributesResponse> GetQueueAttributes(
        GetQueueAttributesRequest request, CancellationToken cancellation) =>
        Task.FromResult(new GetQueueAttributesResponse(QueueAttributes.Of(At(request.QueueUrl), request.AttributeNames)));

    private async Task<SendMessageResponse> SendMessageAsync(SendMessageRequest request, CancellationToken cancellation)
    {
        var sent = await At(request.QueueUrl).SendAsync(
            new(Required(request.MessageBody, "MessageBody"), Seconds(request.DelaySeconds), Attributes(request.MessageAttributes))
            {
                SystemAttributes = Attributes(request.MessageSystemAttributes),
                GroupId = request.MessageGroupId,
                DeduplicationId = request.MessageDeduplicationId,
            });
        return new(sent.Id, sent.BodyDigest, sent.AttributesDigest, sent.SystemAttributesDigest);
    }

    private async Task<BatchResponse<SendMessageBatchResultEntry>> SendMessageBatchAsync(
        SendMessageBatchRequest request, CancellationToken cancellation)
    {
        var result = await At(request.QueueUrl).SendBatchAsync(Entries(request.Entries, entry => entry.Id, entry =>
            new NewMessage(entry.MessageBody ?? "", Seconds(entry.DelaySeconds), Attributes(entry.MessageAttributes))
            {
                SystemAttributes = Attributes(entry.MessageSystemAttributes),
                GroupId = entry.MessageGroupId,
                DeduplicationId = entry.MessageDeduplicationId,
            }));
        return Response(result, entry => new SendMessageBatchResultEntry(
            entry.Id, entry.Value.Id, entry.Value.BodyDigest, entry.Value.AttributesDigest, entry.Value.SystemAttributesDigest));
    }

    private async Task<ReceiveMessageResponse> ReceiveMessageAsync(
        ReceiveMessageRequest request, CancellationToken cancellation)
    {
        QueueAttributes.CheckMessageNames(SystemNames(request));
        var received = await At(request.QueueUrl).ReceiveAsync(
            request.MaxNumberOfMessages ?? 1, Seconds(request.VisibilityTimeout), Seconds(request.WaitTimeSeconds), cancellation);
        return new(received.Count == 0 ? null : [.. received.Select(message => Answer(message, request))]);
    }

    private async Task<Nothing> DeleteMessageAsync(DeleteMessageRequest request, CancellationToken cancellation)
    {
        await At(request.QueueUrl).DeleteAsync(Required(request.ReceiptHandle, "ReceiptHandle"));
        return new();
    }

    private async Task<BatchResponse<BatchEntryId>> DeleteMessageBatchAsync(
        DeleteMessageBatchRequest request, CancellationToken cancellation)
    {
        var result = await At(request.QueueUrl)
            .DeleteBatchAsync(Entries(request.Entries, entry => entry.Id, entry => entry.ReceiptHandle ?? ""));
        return Response(result, entry => new BatchEntryId(entry.Id));
    }

    private async Task<Nothing> ChangeMessageVisibilityAsync(
        ChangeMessageVisibilityRequest request, CancellationToken cancellation)
    {
        var timeout = request.VisibilityTimeout ?? throw SqsException.MissingParameter("VisibilityTimeout");
        await At(request.QueueUrl)
            .ChangeVisibilityAsync(Required(request.ReceiptHandle, "ReceiptHandle"), TimeSpan.FromSeconds(timeout));
        return new();
    }

    private async Task<BatchResponse<BatchEntryId>> ChangeMessageVisibilityBatchAsync(
        ChangeMessageVisibilityBatchRequest request, CancellationToken cancellation)
    {
        var queue = At(request.QueueUrl);
        var result = await queue.ChangeVisibilityBatchAsync(Entries(request.Entries, entry => entry.Id, entry =>
            (entry.ReceiptHandle ?? "", Seconds(entry.VisibilityTimeout) ?? queue.Settings.VisibilityTimeout)));
        return Response(result, entry => new BatchEntryId(entry.Id));
    }

    private async Task<Nothing> PurgeQueueAsync(PurgeQueueRequest request, CancellationToken cancellation)
    {
        await At(request.QueueUrl).PurgeAsync();
        return new();
    }

    private async Task<StartMessageMoveTaskResponse> StartMessageMoveTaskAsync(
        StartMessageMoveTaskRequest request, CancellationToken cancellation)
    {
        var source = ByArn(Required(request.SourceArn, "SourceArn"), "SourceArn");
        var destination = request.DestinationArn is { } arn ? ByArn(arn, "DestinationArn") : null;
        return new((await queues().MoveTasks.StartAsync(source, destination, request.MaxNumberOfMessagesPerSecond)).Handle);
    }

    private Task<ListMessageMoveTasksResponse> ListMessageMoveTasks(ListMessageMoveTasksRequest request, CancellationToken cancellation)
    {
        var most = CheckResults(request.MaxResults, MostMoveTasks) ?? 1;
        var tasks = queues().MoveTasks.Of(ByArn(Required(request.SourceArn, "SourceArn"), "SourceArn"));
        return Task.FromResult(new ListMessageMoveTasksResponse([.. tasks.Take(most).Select(task => new MessageMoveTask(
            task.Status == "RUNNING" ? task.Handle : null,
            task.Status,
            QueueAddress.Arn(task.Source.Name),
            task.Destination is { } destination ? QueueAddress.Arn(destination.Name) : null,
            task.PerSecond,
            task.Moved,
            task.ToMove,
            task.FailureReason,
            task.StartedAt.ToUnixTimeMilliseconds()))]));
    }

    private Task<CancelMessageMoveTaskResponse> CancelMessageMoveTask(CancelMessageMoveTaskRequest request, CancellationToken cancellation) =>
        Task.FromResult(new CancelMessageMoveTaskResponse(queues().MoveTasks.Cancel(Required(request.TaskHandle, "TaskHandle")).Moved));

    private static Page<Queue> PageOf(IEnumerable<Queue> all, string? token, int? most)
    {
        CheckResults(most, MostResults);
        try
        {
            return Page<Queue>.Of(all, queue => queue.Name, token, most ?? MostResults);
        }
        catch (AwsException)
        {
            throw new SqsException("InvalidParameterValue", "Invalid or expired next token.");
        }
    }

    private static int? CheckResults(int? asked, int most) => asked < 1 || asked > most
        ? throw new SqsException("InvalidParameterValue", $"Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and {most}.")
        : asked;

    private List<string> Urls(Page<Queue> page) => [.. page.Items.Select(queue => url(queue.Name))];

    private static IReadOnlyList<string?> SystemNames(ReceiveMessageRequest request) =>
        [.. request.AttributeNames ?? [], .. request.MessageSystemAttributeNames ?? []];

    private static SqsShapes.Message Answer(ReceivedMessage received, ReceiveMessageRequest request)
    {
        var attributes = received.Message.Attributes is { } sent
            ? Chosen(sent, request.MessageAttributeNames ?? [])
            : new Dictionary<string, MessageAttribute>();
        var system = QueueAttributes.Of(received.Message, SystemNames(request));
        return new(
            received.Id,
            received.ReceiptHandle,
            MessageDigest.OfBody(received.Body),
            received.Body,
            system.Count == 0 ? null : system,
            MessageDigest.OfAttributes(attributes),
            attributes.Count == 0 ? null : attributes);
    }

    /// <summary>The attributes with the requested names: exact names, <c>All</c> or <c>*</c>, or a prefix followed by <c>.*</c>.</summary>
    private static Dictionary<string, MessageAttribute> Chosen(
        IReadOnlyDictionary<string, MessageAttribute> attributes, IReadOnlyList<string?> names) =>
        attributes.Where(attribute => names.OfType<string>().Any(name => Matches(attribute.Key, name))).ToDictionary();

    // 'Hel.*' was answered with 'Hello', too, and '*' with everything (test_receive_message_message_attribute_names_filters).
    private static bool Matches(string attribute, string name) =>
        name is QueueAttributes.All or "*" || name == attribute
        || (name.EndsWith(".*", StringComparison.Ordinal) && attribute.StartsWith(name[..^2], StringComparison.Ordinal));

    private static List<BatchEntry<TValue>> Entries<TEntry, TValue>(
        IReadOnlyList<TEntry?>? entries, Func<TEntry, string?> id, Func<TEntry, TValue> value) =>
        [.. (entries ?? []).OfType<TEntry>().Select(entry => new BatchEntry<TValue>(id(entry) ?? "", value(entry)))];

    private static BatchResponse<TEntry> Response<T, TEntry>(BatchResult<T> result, Func<BatchEntry<T>, TEntry> successful) => new(
        [.. result.Successful.Select(successful)],
        [.. result.Failed.Select(failure => new BatchErrorEntry(failure.Id, failure.Code, failure.Message, SenderFault: true))]);

    private static Dictionary<string, MessageAttribute>? Attributes(Dictionary<string, MessageAttributeValue?>? given) => given?
        .Where(attribute => attribute.Value is not null)
        .ToDictionary(
            attribute => attribute.Key,
            attribute => new MessageAttribute(attribute.Value!.DataType ?? "", attribute.Value.StringValue, attribute.Value.BinaryValue));

    private static TimeSpan? Seconds(int? seconds) => seconds is { } number ? TimeSpan.FromSeconds(number) : null;

    private static string Required(string? value, string name) => value ?? throw SqsException.MissingParameter(name);

    private Queue At(string? url) => queues().Get(QueueAddress.NameInUrl(Required(url, "QueueUrl")));

    private Queue ByArn(string arn, string parameter) => arn.Split(':') is not ["arn", _, _, _, _, var name]
        ? throw new SqsException(
            "InvalidParameterValue",
            $"You must use this format to specify the {parameter}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>")
        : queues().All.FirstOrDefault(queue => queue.Name == name)
            ?? throw SqsException.NoResource($"The resource that you specified for the {parameter} parameter doesn't exist.");
}
