using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Lake.Firehose;
using Lake.Import;
using Replenishment.Dispatching;
using Workflow;

namespace Local.Dispatching;

/// <summary>
/// Ways between places as the user has them. A way counts in both directions; where both stand there, the longer one does,
/// so that no route is later than planned. A way that is not there is estimated, and told of.
/// </summary>
internal sealed class RoadTable : IRoads
{
    private const string From = "from";
    private const string To = "to";
    private const string Kilometres = "kilometres";
    private const string Hours = "hours";

    // Half of the way around the Earth, and a week.
    private const double MostKilometres = 20_000;
    private const double MostHours = 168;

    // A column that is missing is empty in every row, and the first row says so.
    private static readonly TableDefinition Table = new(
        "distances",
        "Ways between places.",
        "",
        "csv",
        [.. new[] { From, To, Kilometres, Hours }.Select(name => new ColumnDefinition(name, ColumnType.String, Default: ""))],
        []);

    private readonly Dictionary<(string, string), RoadLeg> legs = [];
    private readonly ConcurrentDictionary<(string One, string Other), bool> missing = [];
    private readonly string name;

    private RoadTable(string name) => this.name = name;

    /// <summary>A sentence on the ways that were asked for and are not in the file; null: none.</summary>
    public string? Missing => missing.Keys.Order().FirstOrDefault() is (string one, string other)
        ? $"{name} has no way between {one} and {other}{(missing.Count > 1 ? $", nor between {missing.Count - 1:N0} more pairs of places" : "")}: estimated by the great circle. Add it to the file."
        : null;

    /// <exception cref="IngestException">The file is no such table; the message says where and what is expected.</exception>
    public static RoadTable Read(string path, string temporaryFolder, CancellationToken cancellation)
    {
        var table = new RoadTable(path);
        var (lines, unit) = new ReadingFile(Table, ColumnMap.Empty, temporaryFolder).Open(path, path, cancellation);
        using var reader = new StreamReader(lines);
        for (var number = 1L; reader.ReadLine() is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                table.Add(line, $"{path}: {unit} {number}");
            }
        }

        return table.legs.Count > 0 ? table : throw new IngestException($"{path}: there is no way in it. A row has from, to, kilometres and, if you know them, hours.");
    }

    public RoadLeg Between(Site one, Site other)
    {
        if (one.Id == other.Id)
        {
            return default;
        }

        var pair = Pair(one.Id, other.Id);
        if (legs.TryGetValue(pair, out var leg))
        {
            return leg;
        }

        missing.TryAdd(pair, true);
        return EstimatedRoads.Everywhere.Between(one, other);
    }

    private static (string, string) Pair(string one, string other) =>
        string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);

    private void Add(string line, string place)
    {
        using var json = Parse(line, place);
        var row = json.RootElement;
        var metres = (int)Math.Round(1_000 * (Number(row, Kilometres, MostKilometres, place) ?? throw Wrong(place, Kilometres, "", MostKilometres)));
        var leg = Number(row, Hours, MostHours, place) is { } hours
            ? new RoadLeg(metres, (int)Math.Round(3_600 * hours))
            : EstimatedRoads.OfLength(metres);
        var pair = Pair(Text(row, From, place), Text(row, To, place));
        var known = legs.GetValueOrDefault(pair);
        legs[pair] = new(Math.Max(known.Metres, leg.Metres), Math.Max(known.Seconds, leg.Seconds));
    }

    private static JsonDocument Parse(string line, string place)
    {
        try
        {
            var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? json
                : throw new IngestException($"{place}: expected a JSON object, found {json.RootElement.ValueKind}.");
        }
        catch (JsonException)
        {
            throw new IngestException($"{place}: this is not JSON.");
        }
    }

    private static string Text(JsonElement row, string column, string place) =>
        Value(row, column) is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw new IngestException($"{place}: {column} is empty or missing; expected the id of a store or a depot.");

    private static double? Number(JsonElement row, string column, double most, string place) =>
        Value(row, column) is not { Length: > 0 } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= most ? number
        : throw Wrong(place, column, text, most);

    private static IngestException Wrong(string place, string column, string found, double most) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{place}: {column} is {(found.Length == 0 ? "empty or missing" : $"'{found}'")}; expected a number from 0 to {most:0}."));

    /// <returns>The value as text, whatever its type; null when it is absent.</returns>
    private static string? Value(JsonElement row, string column) =>
        !row.TryGetProperty(column, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.GetRawText();
}
