using RealTime.Tables;

namespace RealTime.Alerts;

/// <summary>Changes of alerts that were decided and not yet delivered; they are written with the decision itself.</summary>
internal static class Outbox
{
    private const string Attribute = "outbox";

    public static IReadOnlyList<AlertChange> Read(Item? item) =>
        item?.TextOrNull(Attribute) is { } json ? AlertChange.Parse(json) : [];

    public static void Write(Item item, IReadOnlyList<AlertChange> changes)
    {
        if (changes.Count > 0)
        {
            item[Attribute] = ItemValue.Of(AlertChange.ToJson(changes));
        }
    }
}
