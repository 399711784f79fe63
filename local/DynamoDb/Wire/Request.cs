using JsonValues;

namespace DynamoDb.Wire;

/// <summary>Takes the members out of a request; JSON's null means that a member is missing.</summary>
internal static class Request
{
    /// <exception cref="TableException">The member is no string.</exception>
    public static string? Text(this JsonObject request, string name) => request[name] switch
    {
        null or JsonNull => null,
        JsonString text => text.Value,
        _ => throw WrongType(name, "a string"),
    };

    /// <exception cref="TableException">The member is no boolean.</exception>
    public static bool? Flag(this JsonObject request, string name) => request[name] switch
    {
        null or JsonNull => null,
        JsonBoolean flag => flag.Value,
        _ => throw WrongType(name, "a boolean"),
    };

    /// <exception cref="TableException">The member is no whole number.</exception>
    public static int? Count(this JsonObject request, string name) => request[name] switch
    {
        null or JsonNull => null,
        JsonNumber number when number.TryGetInt64(out var whole) && whole is >= int.MinValue and <= int.MaxValue => (int)whole,
        _ => throw WrongType(name, "a whole number"),
    };

    private static TableException WrongType(string name, string type) => new(
        "SerializationException", $"A member of the request has another type than the API's: '{name}' should be {type}.");
}
