using JsonValues;

namespace Local.Protocol;

/// <summary>Takes the members out of a request and puts times into an answer, as AWS's JSON protocols have them.</summary>
internal static class Members
{
    /// <exception cref="AwsException">The member is missing.</exception>
    public static string Text(this JsonObject request, string name) => request.TextOrNull(name) ?? throw AwsException.Missing(name);

    /// <exception cref="AwsException">The member is no string.</exception>
    public static string? TextOrNull(this JsonObject request, string name) => request.Given(name) switch
    {
        null => null,
        JsonString text => text.Value,
        _ => throw WrongType(name, "a string"),
    };

    /// <param name="request">The request.</param>
    /// <param name="name">The member.</param>
    /// <param name="longest">The characters that it may have.</param>
    /// <exception cref="AwsException">The member is no string, or longer.</exception>
    public static string? TextOrNull(this JsonObject request, string name, int longest) => request.TextOrNull(name) switch
    {
        { } text when text.Length > longest => throw AwsException.Invalid(name, text, $"Member must have length less than or equal to {longest}"),
        var text => text,
    };

    /// <exception cref="AwsException">The member is no boolean.</exception>
    public static bool Flag(this JsonObject request, string name, bool missing = false) => request.Given(name) switch
    {
        null => missing,
        JsonBoolean flag => flag.Value,
        _ => throw WrongType(name, "a boolean"),
    };

    /// <exception cref="AwsException">The member is no whole number, or out of range.</exception>
    public static int Count(this JsonObject request, string name, int missing, int least, int most)
    {
        if (request.Given(name) is not { } given)
        {
            return missing;
        }

        var number = given is JsonNumber whole && whole.TryGetInt64(out var value) && value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw WrongType(name, "a whole number");
        return number < least ? throw AwsException.Invalid(name, number, $"Member must have value greater than or equal to {least}")
            : number > most ? throw AwsException.Invalid(name, number, $"Member must have value less than or equal to {most}")
            : number;
    }

    /// <summary>Reads how many items a page may have; 0 asks for the default.</summary>
    /// <exception cref="AwsException">It is no whole number, or out of range.</exception>
    public static int PageSize(this JsonObject request, int usual, int most, string name = "maxResults") =>
        request.Count(name, 0, 0, most) is > 0 and var asked ? asked : usual;

    /// <summary>The strings of a list; none where the member is missing.</summary>
    /// <exception cref="AwsException">The member is no list of strings.</exception>
    public static IReadOnlyList<string> Texts(this JsonObject request, string name) => request.Given(name) switch
    {
        null => [],
        JsonArray items when items.All(item => item is JsonString) => [.. items.Cast<JsonString>().Select(item => item.Value)],
        _ => throw WrongType(name, "a list of strings"),
    };

    /// <summary>The value of a member; null where it is missing or JSON's null, which mean the same in a request.</summary>
    public static Json? Given(this JsonObject request, string name) => request[name] is { } value and not JsonNull ? value : null;

    /// <summary>Seconds since 1970 with three digits behind the point.</summary>
    public static Json Time(this DateTimeOffset time) => Json.Of(time.ToUnixTimeMilliseconds() / 1000m);

    private static AwsException WrongType(string name, string type) =>
        new("SerializationException", $"The member '{name}' should be {type}.");
}
