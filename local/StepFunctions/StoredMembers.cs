using System.Globalization;
using JsonValues;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>
/// Takes the members out of what was stored; one that is missing or of another type is a damaged file, and not, as in a request,
/// a mistake of the caller: see <see cref="Protocol.Members"/>.
/// </summary>
internal static class StoredMembers
{
    /// <exception cref="FormatException">There is no such text.</exception>
    public static string StoredText(this JsonObject stored, string name) => stored.Member(name) switch
    {
        JsonString text => text.Value,
        JsonNull => throw new FormatException($"Its {name} is null."),
        _ => throw new FormatException($"Its {name} is no text."),
    };

    /// <exception cref="FormatException">There is no such number, or it is larger than a count may be.</exception>
    public static int Count(this JsonObject stored, string name) =>
        stored.Member(name) is JsonNumber number && number.TryGetInt64(out var whole) && whole is >= 0 and <= int.MaxValue
            ? (int)whole
            : throw new FormatException($"Its {name} is no count.");

    /// <exception cref="FormatException">There is no such time.</exception>
    public static DateTimeOffset Time(this JsonObject stored, string name) =>
        DateTimeOffset.TryParse(stored.StoredText(name), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? time
            : throw new FormatException($"Its {name} is no time.");

    /// <summary>Reads a time; null where the member is null.</summary>
    /// <exception cref="FormatException">There is no such member, or it is no time.</exception>
    public static DateTimeOffset? TimeOrNull(this JsonObject stored, string name) =>
        stored.Member(name) is JsonNull ? null : stored.Time(name);

    /// <exception cref="FormatException">No status is called so.</exception>
    public static ExecutionStatus Status(this JsonObject stored) => StatusName.Find(stored.StoredText("status"))
        ?? throw new FormatException($"No execution has the status '{stored.StoredText("status")}'.");

    /// <exception cref="FormatException">There is no such array.</exception>
    public static JsonArray Items(this JsonObject stored, string name) =>
        stored.Member(name) as JsonArray ?? throw new FormatException($"Its {name} is no array.");

    /// <exception cref="FormatException">There is no such object.</exception>
    public static JsonObject Object(this JsonObject stored, string name) =>
        stored.Member(name) as JsonObject ?? throw new FormatException($"Its {name} is no object.");

    private static Json Member(this JsonObject stored, string name) =>
        stored[name] ?? throw new FormatException($"It has no {name}.");
}
