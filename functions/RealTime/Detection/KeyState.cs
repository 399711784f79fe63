using RealTime.Alerts;
using RealTime.Minutes;
using RealTime.Streams;
using RealTime.Tables;

namespace RealTime.Detection;

/// <summary>
/// The state of a key: how far its minutes have been judged, and what the detectors remember. It is one item, and now and
/// then a second.
/// </summary>
internal sealed class KeyState(StreamDefinition stream, string key)
{
    private const string Judged = "judged";
    private const string State = "state";
    private const string Model = "model";
    private const string LearntUntil = "learnt_until";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    // Each key at another minute, so that they are not all written at once.
    private const int ModelEvery = 60;
    private readonly int modelMinute = (int)(EventIds.Hash(key[..Math.Min(key.Length, EventIds.Longest)]) % ModelEvery);

    public string Key => key;

    public KeyJudge Judge { get; private set; } = new(stream, key);

    /// <summary>The next minute to judge.</summary>
    public DateTimeOffset Next { get; set; }

    public long Revision { get; private set; }

    public IReadOnlyList<AlertChange> Outbox { get; set; } = [];

    /// <summary>The minutes that were judged after the model was written: they are to be learnt again.</summary>
    public (DateTimeOffset From, DateTimeOffset Until)? ToRelearn { get; private set; }

    public static IReadOnlyList<ItemKey> ItemKeys(string key) => [new(key), new(ModelKey(key))];

    /// <param name="item">Null: the key was never judged.</param>
    /// <param name="model">Null: nothing was learnt yet.</param>
    public static KeyState Read(StreamDefinition stream, string key, Item? item, Item? model)
    {
        var state = new KeyState(stream, key);
        if (item is null)
        {
            return state;
        }

        state.Next = MinuteKey.Parse(item.Text(Judged)).AddMinutes(1);
        state.Revision = item.Whole(Attributes.Revision);
        state.Outbox = Alerts.Outbox.Read(item);
        if (!state.Judge.Load(item.Bytes(State)) || (model is not null && !state.Judge.LoadModel(model.Bytes(Model))))
        {
            // Other rules than these were followed: begin anew, from here on.
            state.Judge = new(stream, key);
            return state;
        }

        var learnt = model is null ? state.Next - EventReader.Oldest : MinuteKey.Parse(model.Text(LearntUntil)).AddMinutes(1);
        state.ToRelearn = learnt < state.Next ? (learnt, state.Next.AddMinutes(-1)) : null;
        return state;
    }

    /// <summary>The item, on condition that no other has written it since it was read.</summary>
    public ConditionalPut Put()
    {
        var item = new Item
        {
            ["k"] = ItemValue.Of(key),
            [Judged] = ItemValue.Of(MinuteKey.Text(Next.AddMinutes(-1))),
            [State] = ItemValue.Of(Judge.Save()),
            [Attributes.Revision] = ItemValue.Of(Revision + 1),
            [Attributes.ExpiresAt] = ItemValue.Of((Next + Kept).ToUnixTimeSeconds()),
        };
        Alerts.Outbox.Write(item, Outbox);
        return new(item, Condition.AtRevision(Revision));
    }

    public void WasWritten() => Revision++;

    /// <summary>Whether the model has to be written, which is once in an hour of the key's minutes.</summary>
    public bool IsModelDue(DateTimeOffset before) => stream.Rules.OfType<DetectorRule.Anomaly>().Any() && ModelHour(before) != ModelHour(Next);

    public ConditionalPut PutModel()
    {
        var until = ItemValue.Of(MinuteKey.Text(Next.AddMinutes(-1)));
        return new(
            new()
            {
                ["k"] = ItemValue.Of(ModelKey(key)),
                [LearntUntil] = until,
                [Model] = ItemValue.Of(Judge.SaveModel()),
                [Attributes.ExpiresAt] = ItemValue.Of((Next + Kept).ToUnixTimeSeconds()),
            },
            new Condition.AbsentOrLess(LearntUntil, until));
    }

    private static string ModelKey(string key) => $"model#{key}";

    private long ModelHour(DateTimeOffset minute) => ((minute.UtcTicks / TimeSpan.TicksPerMinute) + modelMinute) / ModelEvery;
}
