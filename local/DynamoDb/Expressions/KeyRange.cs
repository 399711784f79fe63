using JsonValues;

namespace DynamoDb.Expressions;

/// <summary>The part of a table or index that a key condition asks for.</summary>
/// <param name="Where">The condition on the sort key, in SQL, with the column as {0} and parameters from $p1 on.</param>
internal sealed record KeyRange(string Partition, string Where, IReadOnlyList<string> Parameters)
{
    /// <exception cref="TableException">The condition is not on these keys.</exception>
    public static KeyRange Of(string text, JsonObject request, string partitionKey, string? sortKey)
    {
        var parts = Expression.Condition(text, request) is Predicate.Both both ? new[] { both.One, both.Other } : [Expression.Condition(text, request)];
        var partition = parts.OfType<Predicate.Comparison>().FirstOrDefault(part => part.Attribute == partitionKey && part.Sign == "=")
            ?? throw TableException.Invalid($"Query condition missed key schema element: {partitionKey}");
        var sort = parts.FirstOrDefault(part => part != partition);
        return sort is null
            ? new(Key(partition.Value), "1", [])
            : Sorted(Key(partition.Value), sort, sortKey ?? throw TableException.Invalid("Query key condition not supported"));
    }

    private static KeyRange Sorted(string partition, Predicate sort, string key) => sort switch
    {
        Predicate.Comparison { Sign: not "<>" } comparison when comparison.Attribute == key =>
            new(partition, $"{{0}} {comparison.Sign} $p1", [Key(comparison.Value)]),
        Predicate.Between between when between.Attribute == key =>
            new(partition, "{0} BETWEEN $p1 AND $p2", [Key(between.First), Key(between.Last)]),
        Predicate.BeginsWith begins when begins.Attribute == key =>
            new(partition, "substr({0}, 1, length($p1)) = $p1", [begins.Prefix]),
        _ => throw TableException.Invalid("Query key condition not supported"),
    };

    private static string Key(Json value) => Predicate.Text(value) ?? throw TableException.Invalid(
        "One or more parameter values were invalid: Predicate parameter type does not match schema type");
}
