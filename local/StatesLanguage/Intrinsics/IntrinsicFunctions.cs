using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StatesLanguage.Clocks;
using StatesLanguage.Paths;

namespace StatesLanguage.Intrinsics;

/// <summary>The 18 intrinsic functions, with AWS's limits.</summary>
internal static class IntrinsicFunctions
{
    private const int MostCharacters = 10_000;
    private const int MostElements = 1_000;

    private static readonly Dictionary<string, IntrinsicFunction> All = new()
    {
        ["Format"] = new(1, int.MaxValue, (arguments, _) => Format(arguments)),
        ["StringToJson"] = new(1, 1, (arguments, _) => StringToJson(Text(arguments, 0))),
        ["JsonToString"] = new(1, 1, (arguments, _) => Json.Of(arguments[0].ToString())),
        ["Array"] = new(0, int.MaxValue, (arguments, _) => JsonArray.Of(arguments)),
        ["ArrayPartition"] = new(2, 2, (arguments, _) => Partition(Array(arguments, 0), Whole(arguments, 1))),
        ["ArrayContains"] = new(2, 2, (arguments, _) => Json.Of(Array(arguments, 0).Contains(arguments[1]))),
        ["ArrayRange"] = new(3, 3, (arguments, _) => Range(Whole(arguments, 0), Whole(arguments, 1), Whole(arguments, 2))),
        ["ArrayGetItem"] = new(2, 2, (arguments, _) => Item(Array(arguments, 0), Index(arguments, 1))),
        ["ArrayLength"] = new(1, 1, (arguments, _) => Json.Of(Array(arguments, 0).Count)),
        ["ArrayUnique"] = new(1, 1, (arguments, _) => JsonArray.Of(Array(arguments, 0).Distinct())),
        ["Base64Encode"] = new(1, 1, (arguments, _) => Json.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(Short(arguments, 0))))),
        ["Base64Decode"] = new(1, 1, (arguments, _) => Decode(Short(arguments, 0))),
        ["Hash"] = new(2, 2, (arguments, _) => Hash(arguments[0], Text(arguments, 1))),
        ["JsonMerge"] = new(3, 3, (arguments, _) => Merge(arguments)),
        ["MathRandom"] = new(2, 3, Random),
        ["MathAdd"] = new(2, 2, (arguments, _) => Add(Whole(arguments, 0), Whole(arguments, 1))),
        ["StringSplit"] = new(2, 2, (arguments, _) => Split(Text(arguments, 0), Text(arguments, 1))),
        ["UUID"] = new(0, 0, (_, random) => Json.Of(random.NewUuid().ToString())),
    };

    public static bool TryGet(string name, [NotNullWhen(true)] out IntrinsicFunction? function) =>
        All.TryGetValue(name, out function);

    private static JsonString Format(Json[] arguments)
    {
        var template = Text(arguments, 0);
        var text = new StringBuilder();
        var next = 1;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == '\\' && i + 1 < template.Length && template[i + 1] is '{' or '}')
            {
                text.Append(template[++i]);
            }
            else if (template[i] == '{' && i + 1 < template.Length && template[i + 1] == '}')
            {
                i++;
                if (next == arguments.Length)
                {
                    throw new IntrinsicException("Invalid arguments in States.Format: fewer arguments than {} placeholders.");
                }

                text.Append(JavaText.Of(arguments[next++]));
            }
            else if (template[i] == '{')
            {
                throw new IntrinsicException("Invalid template in States.Format: matching '}' not found for '{'.");
            }
            else
            {
                text.Append(template[i]);
            }
        }

        return next == arguments.Length
            ? new JsonString(text.ToString())
            : throw new IntrinsicException("Invalid arguments in States.Format: more arguments than {} placeholders.");
    }

    private static Json StringToJson(string text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? Json.Null : Json.Parse(text);
        }
        catch (JsonException)
        {
            throw new IntrinsicException("Invalid arguments in States.StringToJson: the argument is not JSON text.");
        }
    }

    private static JsonArray Partition(JsonArray array, long size)
    {
        if (size <= 0)
        {
            throw new IntrinsicException("Invalid arguments in States.ArrayPartition: the chunk size must be a positive integer.");
        }

        var length = (int)Math.Min(size, Math.Max(array.Count, 1));
        return JsonArray.Of(Enumerable.Range(0, (array.Count + length - 1) / length)
            .Select(chunk => array.Slice(chunk * length, Math.Min(length, array.Count - (chunk * length)))));
    }

    private static JsonArray Range(long first, long last, long step)
    {
        if (step == 0)
        {
            throw new IntrinsicException("Invalid arguments in States.ArrayRange: the step must not be 0.");
        }

        var items = new List<Json>();

        // The value after the last may be none of 64 bits.
        for (Int128 value = first; step > 0 ? value <= last : value >= last; value += step)
        {
            if (items.Count == MostElements)
            {
                throw new IntrinsicException($"Invalid arguments in States.ArrayRange: the array must not have more than {MostElements} elements.");
            }

            items.Add(JsonNumber.Of((long)value));
        }

        return JsonArray.Of(items);
    }

    private static Json Item(JsonArray array, long index) => index >= 0 && index < array.Count
        ? array[(int)index]
        : throw new IntrinsicException($"Invalid arguments in States.ArrayGetItem: index {index} is out of bounds for length {array.Count}.");

    private static JsonString Decode(string text)
    {
        try
        {
            return new JsonString(Encoding.UTF8.GetString(Convert.FromBase64String(text)));
        }
        catch (FormatException)
        {
            throw new IntrinsicException("Invalid arguments in States.Base64Decode: the argument is not Base64 text.");
        }
    }

    private static JsonString Hash(Json data, string algorithm)
    {
        var plain = data is JsonString text ? text.Value : data.ToString();
        var bytes = Encoding.UTF8.GetBytes(plain);
        if (!IsShort(plain))
        {
            throw new IntrinsicException($"Invalid arguments in States.Hash: more than {MostCharacters} characters.");
        }

#pragma warning disable CA5350, CA5351 // Weak hashes are part of the language.
        var hash = algorithm switch
        {
            "MD5" => MD5.HashData(bytes),
            "SHA-1" => SHA1.HashData(bytes),
            "SHA-256" => SHA256.HashData(bytes),
            "SHA-384" => SHA384.HashData(bytes),
            "SHA-512" => SHA512.HashData(bytes),
            _ => throw new IntrinsicException($"Invalid arguments in States.Hash: '{algorithm}' is not one of MD5, SHA-1, SHA-256, SHA-384, SHA-512."),
        };
#pragma warning restore CA5350, CA5351
        return new JsonString(Convert.ToHexStringLower(hash));
    }

    private static JsonObject Merge(Json[] arguments)
    {
        if (arguments is not [JsonObject first, JsonObject second, JsonBoolean { Value: false }])
        {
            throw new IntrinsicException("Invalid arguments in States.JsonMerge: two objects and false are expected.");
        }

        var merged = new JsonObject.Builder(first.Count + second.Count);
        foreach (var (name, value) in first.Concat(second))
        {
            merged.Add(name, value);
        }

        return merged.Build();
    }

    // AWS's answer past its own range is not documented: an error, and never another number.
    private static JsonNumber Add(long left, long right)
    {
        try
        {
            return JsonNumber.Of(checked(left + right));
        }
        catch (OverflowException)
        {
            throw new IntrinsicException("Invalid arguments in States.MathAdd: the sum does not fit into 64 bits.");
        }
    }

    private static JsonNumber Random(Json[] arguments, Random random)
    {
        var from = Whole(arguments, 0);
        var to = Whole(arguments, 1);
        if (to <= from)
        {
            throw new IntrinsicException("Invalid arguments in States.MathRandom: the second number must be greater than the first.");
        }

        var source = arguments.Length == 3 ? new Random((int)Whole(arguments, 2)) : random;
        return JsonNumber.Of(source.NextInt64(from, to));
    }

    // Any one character of the second text splits; what is empty between two of them is left out.
    private static JsonArray Split(string text, string splitters)
    {
        string[] separators = [.. splitters.EnumerateRunes().Select(rune => rune.ToString())];
        return JsonArray.Of(
            (separators.Length == 0 ? [text] : text.Split(separators, StringSplitOptions.RemoveEmptyEntries)).Select(Json.Of));
    }

    private static string Text(Json[] arguments, int index) => arguments[index] is JsonString text
        ? text.Value
        : throw new IntrinsicException($"Invalid arguments: argument {index + 1} must be a string.");

    private static string Short(Json[] arguments, int index) => Text(arguments, index) is var text && IsShort(text)
        ? text
        : throw new IntrinsicException($"Invalid arguments: argument {index + 1} must not have more than {MostCharacters} characters.");

    private static bool IsShort(string text) => text.Length <= MostCharacters || text.EnumerateRunes().Count() <= MostCharacters;

    private static JsonArray Array(Json[] arguments, int index) => arguments[index] as JsonArray
        ?? throw new IntrinsicException($"Invalid arguments: argument {index + 1} must be an array.");

    private static long Index(Json[] arguments, int index) => arguments[index] is JsonNumber number && number.TryGetInt64(out var integer)
        ? integer
        : throw new IntrinsicException($"Invalid arguments: argument {index + 1} must be an integer.");

    private const double LeastBeyondInt64 = 9223372036854775808.0;

    // Rounded half up, -2.5 to -2 and -0.5 to 0.
    private static long Whole(Json[] arguments, int index) => arguments[index] is JsonNumber number
        ? number.TryGetInt64(out var integer) ? integer
            : Math.Abs(number.Value) < LeastBeyondInt64 ? (long)Math.Floor(number.Value + 0.5)
            : throw new IntrinsicException($"Invalid arguments: argument {index + 1} does not fit into 64 bits.")
        : throw new IntrinsicException($"Invalid arguments: argument {index + 1} must be a number.");
}

/// <param name="Least">Fewest arguments.</param>
/// <param name="Most">The greatest number of arguments.</param>
/// <param name="Apply">Computes the value; takes randomness from the second argument only.</param>
internal sealed record IntrinsicFunction(int Least, int Most, Func<Json[], Random, Json> Apply);

/// <summary>Arguments that a function does not take; the evaluation makes a <see cref="StatesError"/> of it.</summary>
internal sealed class IntrinsicException(string message) : Exception(message)
{
    public string Error { get; init; } = StatesError.IntrinsicFailure;
}
