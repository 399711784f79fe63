using System.Text.Json;
using Local.Storage;

namespace Local.StepFunctions;

/// <summary>
/// Reads the JSON that executions left in their folders, and makes sure that it is what was written there: whoever goes on
/// with it can take the members that are checked here for granted.
/// </summary>
internal static class StoredJson
{
    /// <exception cref="DataFolderException">The file cannot be read, or is no JSON object.</exception>
    public static string Definition(string path) => Text(path, json => json.EnumerateObject());

    /// <exception cref="DataFolderException">The file cannot be read, or is no map run.</exception>
    public static string MapRun(string path) => Text(path, json =>
    {
        Texts(json, "mapRunArn", "executionArn", "status");
        Times(json);
        Counts(Member(json, "itemCounts"));
        Counts(Member(json, "executionCounts"));
    });

    /// <summary>The events of a history, each a line of JSON.</summary>
    /// <exception cref="DataFolderException">The file cannot be read, or a line is no event.</exception>
    public static IEnumerable<string> Events(string path) => Lines(path, Event);

    /// <summary>The children of a map run, each a line of JSON.</summary>
    /// <exception cref="DataFolderException">The file cannot be read, or a line is no child.</exception>
    public static IEnumerable<string> Children(string path) => Lines(path, json =>
    {
        Texts(json, "type", "executionArn", "name", "status", "input");
        Numbers(json, "index", "items");
        Times(json);
        foreach (var happened in Member(json, "events").EnumerateArray())
        {
            Event(happened);
        }
    });

    /// <summary>The error of a file that is not as it was written.</summary>
    /// <param name="place">The file, or a line of it.</param>
    /// <param name="cause">What reading it ended in.</param>
    public static DataFolderException Damaged(string place, Exception cause) => new(
        $"{place} cannot be read: {cause.Message.TrimEnd('.')}. Restore it from a copy, or delete the execution's folder to forget the execution.",
        cause);

    private static string Text(string path, Action<JsonElement> check)
    {
        try
        {
            var text = File.ReadAllText(path);
            Check(text, check);
            return text;
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw Damaged($"'{path}'", error);
        }
    }

    private static IEnumerable<string> Lines(string path, Action<JsonElement> check)
    {
        using var lines = LineFile.Read(path).GetEnumerator();
        for (var number = 1; Move(lines, number, path, check); number++)
        {
            yield return lines.Current;
        }
    }

    private static bool Move(IEnumerator<string> lines, int number, string path, Action<JsonElement> check)
    {
        try
        {
            if (!lines.MoveNext())
            {
                return false;
            }

            Check(lines.Current, check);
            return true;
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw Damaged($"Line {number} of '{path}'", error);
        }
    }

    private static void Check(string text, Action<JsonElement> check)
    {
        using var json = JsonDocument.Parse(text, new() { MaxDepth = StatesLanguage.Json.DeepestNesting });
        check(json.RootElement);
    }

    private static void Event(JsonElement json)
    {
        Texts(json, "type");
        Numbers(json, "id", "previousEventId");
        Member(json, "timestamp").GetDouble();
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value : throw new FormatException($"It has no {name}.");

    private static void Texts(JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Member(json, name).GetString() is null)
            {
                throw new FormatException($"Its {name} is null.");
            }
        }
    }

    private static void Numbers(JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Member(json, name).GetInt32();
        }
    }

    private static void Counts(JsonElement json)
    {
        foreach (var count in json.EnumerateObject())
        {
            count.Value.GetInt64();
        }
    }

    private static void Times(JsonElement json)
    {
        Member(json, "startDate").GetDateTimeOffset();
        if (Member(json, "stopDate") is { ValueKind: not JsonValueKind.Null } stop)
        {
            stop.GetDateTimeOffset();
        }
    }

    // What a damaged file can end in, whatever it is asked for.
    private static bool IsDamage(Exception error) =>
        error is JsonException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException;
}
