using System.Globalization;
using DynamoDb.Wire;
using JsonValues;

namespace DynamoDb.Expressions;

/// <summary>A condition on an item, with the expression's names and values filled in.</summary>
internal abstract record Predicate
{
    private Predicate()
    {
    }

    public abstract bool Holds(JsonObject item);

    public sealed record Both(Predicate One, Predicate Other) : Predicate
    {
        public override bool Holds(JsonObject item) => One.Holds(item) && Other.Holds(item);
    }

    public sealed record Either(Predicate One, Predicate Other) : Predicate
    {
        public override bool Holds(JsonObject item) => One.Holds(item) || Other.Holds(item);
    }

    public sealed record Not(Predicate Inner) : Predicate
    {
        public override bool Holds(JsonObject item) => !Inner.Holds(item);
    }

    /// <param name="Sign">The comparison: one of = &lt;&gt; &lt; &lt;= &gt; &gt;=.</param>
    public sealed record Comparison(string Attribute, string Sign, Json Value) : Predicate
    {
        public override bool Holds(JsonObject item)
        {
            if (item[Attribute] is not { } held)
            {
                return false;
            }

            return (Sign, Compare(held, Value)) switch
            {
                ("<>", var order) => order is not 0,
                (_, null) => false,
                ("=", var order) => order == 0,
                ("<", var order) => order < 0,
                ("<=", var order) => order <= 0,
                (">", var order) => order > 0,
                (_, var order) => order >= 0,
            };
        }
    }

    public sealed record Between(string Attribute, Json First, Json Last) : Predicate
    {
        public override bool Holds(JsonObject item) =>
            item[Attribute] is { } held && Compare(held, First) >= 0 && Compare(held, Last) <= 0;
    }

    public sealed record OneOf(string Attribute, IReadOnlyList<Json> Values) : Predicate
    {
        public override bool Holds(JsonObject item) => item[Attribute] is { } held && Values.Any(value => Compare(held, value) == 0);
    }

    public sealed record BeginsWith(string Attribute, string Prefix) : Predicate
    {
        public override bool Holds(JsonObject item) => Text(item[Attribute])?.StartsWith(Prefix, StringComparison.Ordinal) == true;
    }

    public sealed record Contains(string Attribute, string Part) : Predicate
    {
        public override bool Holds(JsonObject item) => Text(item[Attribute])?.Contains(Part, StringComparison.Ordinal) == true;
    }

    public sealed record Exists(string Attribute) : Predicate
    {
        public override bool Holds(JsonObject item) => item[Attribute] is not null;
    }

    /// <summary>The text of a value of the type S; null: it has another type.</summary>
    public static string? Text(Json? value) => (value as JsonObject)?.Text("S");

    // Values of different types have no order.
    private static int? Compare(Json one, Json other)
    {
        if (Text(one) is { } a && Text(other) is { } b)
        {
            return string.CompareOrdinal(a, b);
        }

        return Number(one) is { } first && Number(other) is { } second ? first.CompareTo(second)
            : one.Equals(other) ? 0
            : null;
    }

    /// <exception cref="TableException">It is no number.</exception>
    private static decimal? Number(Json value) => (value as JsonObject)?.Text("N") switch
    {
        null => null,
        var text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new TableException("SerializationException", $"A member of the request has another type than the API's: '{text}' is no number."),
    };
}
