using System.Globalization;
using System.Text.Json;

namespace Kinesis.Wire;

/// <summary>The second of AWS's checks: whether values keep their members' constraints. All that is wrong is told at once, up to ten.</summary>
internal sealed class Constraints
{
    private const int MostTold = 10;

    private readonly List<string> errors = [];

    /// <exception cref="KinesisException">Some constraint is broken.</exception>
    public static void Check(JsonElement request, Shape.Structure shape)
    {
        var constraints = new Constraints();
        constraints.Structure(request, shape, "");
        if (constraints.errors.Count > 0)
        {
            var count = constraints.errors.Count;
            throw KinesisException.Validation(
                $"{count} validation error{(count == 1 ? "" : "s")} detected: {string.Join("; ", constraints.errors)}");
        }
    }

    private void Structure(JsonElement value, Shape.Structure shape, string prefix)
    {
        foreach (var member in shape.Members)
        {
            var at = prefix + member.LowerName;
            if (value.TryGetProperty(member.Name, out var child) && child.ValueKind != JsonValueKind.Null)
            {
                Value(child, member.Shape, at);
            }
            else if (member.IsRequired)
            {
                Tell("null", at, "Member must not be null");
            }
        }
    }

    private void Value(JsonElement value, Shape shape, string at)
    {
        switch (shape)
        {
            case Shape.Text text:
                Text(value.GetString()!, text, at);
                break;
            case Shape.Integer integer:
                Integer(value.Whole(), integer, at);
                break;
            case Shape.Blob blob when Base64Length(value) is var length && length > blob.Most:
                Tell($"'java.nio.HeapByteBuffer[pos=0 lim={length} cap={length}]'", at, AtMost(blob.Most));
                break;
            case Shape.List list:
                List(value, list, at);
                break;
            case Shape.Map map:
                Map(value, map, at);
                break;
            case Shape.Structure structure:
                Structure(value, structure, $"{at}.");
                break;
        }
    }

    private void Text(string value, Shape.Text shape, string at)
    {
        if (shape.Pattern is { } pattern && !pattern.Regex.IsMatch(value))
        {
            Tell($"'{value}'", at, $"Member must satisfy regular expression pattern: {pattern.Text}");
        }

        if (value.Length < shape.Least)
        {
            Tell($"'{value}'", at, AtLeast(shape.Least));
        }

        if (value.Length > shape.Most)
        {
            Tell($"'{value}'", at, AtMost(shape.Most));
        }

        if (shape.Values is { } values && !values.Contains(value))
        {
            Tell($"'{value}'", at, $"Member must satisfy enum value set: [{string.Join(", ", values)}]");
        }
    }

    private void Integer(int value, Shape.Integer shape, string at)
    {
        if (value < shape.Least)
        {
            Tell($"'{value}'", at, $"Member must have value greater than or equal to {shape.Least}");
        }

        if (value > shape.Most)
        {
            Tell($"'{value}'", at, $"Member must have value less than or equal to {shape.Most}");
        }
    }

    private void List(JsonElement value, Shape.List shape, string at)
    {
        Length(value.GetArrayLength(), shape.Least, shape.Most, at, () => Printed(value, shape));
        if (shape.ItemLengths is { } lengths && value.EnumerateArray().Any(item => !IsWithin(item.GetString() ?? "", lengths)))
        {
            Tell(Printed(value, shape), at, $"Member must satisfy constraint: {Both(lengths)}");
        }

        var number = 0;
        foreach (var item in value.EnumerateArray())
        {
            number++;
            if (errors.Count == MostTold)
            {
                return;
            }

            Value(item, shape.Item, string.Create(CultureInfo.InvariantCulture, $"{at}.{number}.member"));
        }
    }

    private void Map(JsonElement value, Shape.Map shape, string at)
    {
        string Printed() => $"'{{{string.Join(", ", value.EnumerateObject().Select(entry => $"{entry.Name}={entry.Value.GetString()}"))}}}'";

        Length(value.EnumerateObject().Count(), shape.Least, shape.Most, at, Printed);
        if (value.EnumerateObject().Any(entry => !IsWithin(entry.Name, shape.Keys)))
        {
            Tell(Printed(), at, $"Map keys must satisfy constraint: {Both(shape.Keys)}");
        }

        if (value.EnumerateObject().Any(entry => !IsWithin(entry.Value.GetString() ?? "", shape.Values)))
        {
            Tell(Printed(), at, $"Map value must satisfy constraint: {Both(shape.Values)}");
        }
    }

    private void Length(int length, int least, int most, string at, Func<string> printed)
    {
        if (length < least)
        {
            Tell(printed(), at, AtLeast(least));
        }

        if (length > most)
        {
            Tell(printed(), at, AtMost(most));
        }
    }

    private static string Printed(JsonElement list, Shape.List shape) =>
        $"'[{string.Join(", ", list.EnumerateArray().Select(item => shape.ItemName ?? item.GetString()))}]'";

    private static int Base64Length(JsonElement value)
    {
        var text = value.GetString()!;
        return (text.Length / 4 * 3) - (text.EndsWith("==", StringComparison.Ordinal) ? 2 : text.EndsWith('=') ? 1 : 0);
    }

    private static bool IsWithin(string text, (int Least, int Most) lengths) => text.Length >= lengths.Least && text.Length <= lengths.Most;

    private static string AtLeast(int length) => $"Member must have length greater than or equal to {length}";

    private static string AtMost(int length) => $"Member must have length less than or equal to {length}";

    private static string Both((int Least, int Most) lengths) => $"[{AtMost(lengths.Most)}, {AtLeast(lengths.Least)}]";

    private void Tell(string value, string at, string constraint)
    {
        if (errors.Count < MostTold)
        {
            errors.Add($"Value {value} at '{at}' failed to satisfy constraint: {constraint}");
        }
    }
}
