using RealTime.Detection;

namespace RealTime.Streams;

/// <summary>Everything that is particular to a stream: the form of its events, and how they are counted.</summary>
/// <param name="Name">The stream's name on one machine, and the name of its table in the lake.</param>
/// <param name="KeyPrefix">The beginning of the keys of its minutes, such as <c>truck</c>.</param>
/// <param name="KeyFields">The texts that make up the key. Only the last of them may contain a <c>#</c>.</param>
/// <param name="TimeField">The field with the time of the event, RFC 3339.</param>
/// <param name="Measures">The numbers of an event that are counted.</param>
public sealed record StreamDefinition(
    string Name,
    string KeyPrefix,
    IReadOnlyList<string> KeyFields,
    string TimeField,
    IReadOnlyList<Measure> Measures)
{
    /// <summary>Texts that an event may have besides its key.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Whether events have a <c>latitude</c> and a <c>longitude</c>, and must have them.</summary>
    public bool HasPosition { get; init; }

    /// <summary>The rules that are checked in the minutes of each key.</summary>
    public IReadOnlyList<DetectorRule> Rules { get; init; } = [];

    public int IndexOf(string measure)
    {
        for (var index = 0; index < Measures.Count; index++)
        {
            if (Measures[index].Field == measure)
            {
                return index;
            }
        }

        throw new ArgumentException($"The stream {Name} has no measure '{measure}'; it has {string.Join(", ", Measures.Select(known => known.Field))}.");
    }
}

/// <summary>A number of an event, counted in whole units so that a sum is the same in every order.</summary>
/// <param name="Field">The measure's name in the event.</param>
/// <param name="Column">The measure's name in the row of a minute, with the whole unit: <c>distance_mm</c>.</param>
/// <param name="Scale">Whole units in the event's own unit: 1,000 for metres counted in millimetres. At 1, the number must be whole.</param>
/// <param name="Least">The least valid value, in the event's unit; a smaller one is a mistake.</param>
/// <param name="Most">The greatest valid value, in the event's unit; a greater one is a mistake.</param>
public sealed record Measure(string Field, string Column, int Scale, double Least, double Most, MeasureKind Kind)
{
    /// <summary>Whether an event without the measure is refused.</summary>
    public bool Required { get; init; }
}

public enum MeasureKind
{
    /// <summary>Adds up: the row has the sum.</summary>
    Sum,

    /// <summary>Goes up and down: the row has how many, the sum, the least and the greatest.</summary>
    Range,

    /// <summary>Belongs to the latest event only.</summary>
    Latest,
}
