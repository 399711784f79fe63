using System.Globalization;

namespace Kinesis.Shards;

/// <summary>The ids of shards: any prefix is accepted, and the number after it counts.</summary>
internal static class ShardId
{
    public static string Of(int shard) => string.Create(CultureInfo.InvariantCulture, $"shardId-{shard:D12}");

    /// <returns>The shard's number; null where AWS would not know what shard is meant.</returns>
    public static int? Parse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var number = dash < 0 ? text : text[(dash + 1)..];
        var second = number.IndexOf('-', StringComparison.Ordinal);
        number = second < 0 ? number : number[..second];

        // As in kinesalite: an empty second part leaves the whole text, which is no number.
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var shard) ? shard : null;
    }
}
