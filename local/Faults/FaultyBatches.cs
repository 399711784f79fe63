using JsonValues;
using StatesLanguage;

namespace Local.Faults;

/// <summary>SendMessageBatch as a standard queue may treat it: in part, twice, in another order, and among poison.</summary>
internal sealed class FaultyBatches(ITaskService tasks)
{
    // Messages of a broken or hostile sender.
    private static readonly IReadOnlyList<string> Poison =
    [
        "poison",
        "null",
        "{}",
        "[[[[[[[[",
        """{"delivery_id":"1","lines":[]}""",
        """{"delivery_id":"'; DROP TABLE dispatches; --","store_id":"../../etc","lines":[{"order_key":"<script>"}]}""",
    ];

    public async Task<TaskOutcome> SendAsync(TaskCall call, FaultDecision fate, CancellationToken cancellation)
    {
        var entries = (JsonArray)((JsonObject)call.Parameters)["Entries"]!;
        var refused = Meeting(entries, fate, FaultNames.Partial);
        var taken = entries.Except(refused).ToList();
        var sent = fate.Meets(FaultNames.Disorder) ? fate.Shuffled(taken) : taken;
        if (fate.Meets(FaultNames.Poison))
        {
            await SendAsync(call, [Entry(fate.Of(Poison, "body"))], cancellation);
        }

        if (Meeting(sent, fate, FaultNames.Duplicate) is { Count: > 0 } twice)
        {
            await SendAsync(call, twice, cancellation);
        }

        var outcome = sent.Count > 0
            ? await SendAsync(call, sent, cancellation)
            : new TaskOutcome.Succeeded(JsonObject.Of(("Successful", JsonArray.Empty), ("Failed", JsonArray.Empty)));
        return outcome is TaskOutcome.Succeeded(JsonObject answer)
            ? new TaskOutcome.Succeeded(answer.With("Failed", JsonArray.Of([.. Failures(answer), .. refused.Select(Refusal)])))
            : outcome;
    }

    private static List<Json> Meeting(IEnumerable<Json> entries, FaultDecision fate, string fault) =>
        [.. entries.Where(entry => fate.Meets(fault, CallSubject.OfEntry(entry)))];

    private static JsonObject Entry(string body) => JsonObject.Of(("Id", Json.Of("poison")), ("MessageBody", Json.Of(body)));

    private static IEnumerable<Json> Failures(JsonObject answer) => answer["Failed"] as JsonArray ?? JsonArray.Empty;

    private static Json Refusal(Json entry) => JsonObject.Of(
        ("Id", ((JsonObject)entry)["Id"]!),
        ("Code", Json.Of("InternalError")),
        ("Message", Json.Of("We encountered an internal error. Please try again.")),
        ("SenderFault", Json.Of(false)));

    private Task<TaskOutcome> SendAsync(TaskCall call, IEnumerable<Json> entries, CancellationToken cancellation) =>
        tasks.RunAsync(call with { Parameters = ((JsonObject)call.Parameters).With("Entries", JsonArray.Of(entries)) }, cancellation);
}
