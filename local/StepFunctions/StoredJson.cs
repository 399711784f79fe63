using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using JsonValues;
using Local.Storage;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>Reads what executions left in their folders; what is not as it was written is told with its place and the remedy.</summary>
internal static class StoredJson
{
    /// <exception cref="DataFolderException">The file cannot be read, or is no JSON object.</exception>
    public static string Definition(string path) => Whole(path, (text, _) => text);

    /// <exception cref="DataFolderException">The file cannot be read, or is no map run.</exception>
    public static MapRun MapRun(string path) => Whole(path, (_, json) => MapRunJson.Read(json));

    /// <summary>The events of a history, in their order.</summary>
    /// <exception cref="DataFolderException">The file cannot be read, or a line is no event.</exception>
    public static IEnumerable<HistoryEvent> Events(string path) => Lines(path, HistoryReader.Read);

    /// <summary>The children that a map run noted, in the order of its notes.</summary>
    /// <exception cref="DataFolderException">The file cannot be read, or a line is no child.</exception>
    public static IEnumerable<KeptChild> Children(string path, string mapRunArn) =>
        Lines(path, line => ChildJson.Read(Object(line), mapRunArn));

    /// <summary>The error of a file that is not as it was written.</summary>
    /// <param name="place">The file, or a line of it.</param>
    /// <param name="cause">The exception with which reading it failed.</param>
    public static DataFolderException Damaged(string place, Exception cause) => new(
        $"{place} cannot be read: {cause.Message.TrimEnd('.')}. Restore it from a copy, or delete the execution's folder to forget the execution.",
        cause);

    private static T Whole<T>(string path, Func<string, JsonObject, T> read)
    {
        try
        {
            var text = File.ReadAllText(path);
            return read(text, Object(Json.Parse(text)));
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw Damaged($"'{path}'", error);
        }
    }

    private static IEnumerable<T> Lines<T>(string path, Func<Json, T> read)
    {
        using var lines = LineFile.Read(path).GetEnumerator();
        for (var number = 1; Next(lines, number, path, read, out var value); number++)
        {
            yield return value;
        }
    }

    private static bool Next<T>(
        IEnumerator<string> lines, int number, string path, Func<Json, T> read, [MaybeNullWhen(false)] out T value)
    {
        try
        {
            var found = lines.MoveNext();
            value = found ? read(Json.Parse(lines.Current)) : default;
            return found;
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw Damaged($"Line {number} of '{path}'", error);
        }
    }

    private static JsonObject Object(Json json) => json as JsonObject ?? throw new FormatException("It is no JSON object.");

    // The exceptions that a damaged file can cause in any reader.
    private static bool IsDamage(Exception error) =>
        error is JsonException or InvalidDataException or FormatException or IOException or UnauthorizedAccessException;
}
