namespace StatesLanguage.Paths;

/// <summary>The functions a path may end in.</summary>
internal static class PathFunctions
{
    private static readonly HashSet<string> Names = ["length", "size", "min", "max", "avg", "sum", "stddev", "keys"];

    public static bool Has(string name) => Names.Contains(name);

    public static Json? Apply(string name, Json value) => (name, value) switch
    {
        ("length" or "size", JsonArray array) => Json.Of(array.Count),
        ("length" or "size", JsonObject owner) => Json.Of(owner.Count),
        ("length" or "size", JsonString text) => Json.Of(text.Value.Length),
        ("keys", JsonObject owner) => JsonArray.Of(owner.Select(member => Json.Of(member.Key))),
        (_, JsonArray array) when Numbers(array) is { Length: > 0 } numbers => name switch
        {
            "min" => Json.Of(numbers.Min()),
            "max" => Json.Of(numbers.Max()),
            "avg" => Json.Of(numbers.Average()),
            "sum" => Json.Of(numbers.Sum()),
            "stddev" => Json.Of(Deviation(numbers)),
            _ => null,
        },
        _ => null,
    };

    private static double[] Numbers(JsonArray array) => [.. array.OfType<JsonNumber>().Select(number => number.Value)];

    private static double Deviation(double[] numbers)
    {
        var mean = numbers.Average();
        return Math.Sqrt(numbers.Average(number => (number - mean) * (number - mean)));
    }
}
