using System.Text.Json;

namespace Kinesis.Mappings;

/// <summary>Reads from a function's answer what happened to its batch.</summary>
internal static class Answers
{
    /// <param name="numbers">The sequence numbers of the batch.</param>
    /// <returns>The items that are reported lead to a part, or to the whole batch; an answer that says nothing is a success.</returns>
    public static CallResult Read(ReadOnlyMemory<byte> answer, IReadOnlyList<string> numbers)
    {
        if (!TryParse(answer, out var parsed)
            || parsed.ValueKind != JsonValueKind.Object
            || !parsed.TryGetProperty("batchItemFailures", out var failures)
            || failures.ValueKind == JsonValueKind.Null)
        {
            return new CallResult.Succeeded();
        }

        if (failures.ValueKind != JsonValueKind.Array)
        {
            return new CallResult.Failed(null);
        }

        var first = int.MaxValue;
        foreach (var failure in failures.EnumerateArray())
        {
            if (Place(failure, numbers) is not { } place)
            {
                return new CallResult.Failed(null);
            }

            first = Math.Min(first, place);
        }

        return first switch
        {
            int.MaxValue => new CallResult.Succeeded(),
            0 => new CallResult.Failed(null),
            _ => new CallResult.Partly(first),
        };
    }

    /// <summary>The state that a function of tumbling windows has to answer; null: it did not.</summary>
    public static string? State(ReadOnlyMemory<byte> answer) =>
        TryParse(answer, out var parsed) && parsed.ValueKind == JsonValueKind.Object && parsed.TryGetProperty("state", out var state)
            ? state.GetRawText()
            : null;

    private static int? Place(JsonElement failure, IReadOnlyList<string> numbers)
    {
        if (failure.ValueKind != JsonValueKind.Object
            || !failure.TryGetProperty("itemIdentifier", out var identifier)
            || identifier.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        for (var i = 0; i < numbers.Count; i++)
        {
            if (identifier.ValueEquals(numbers[i]))
            {
                return i;
            }
        }

        return null;
    }

    private static bool TryParse(ReadOnlyMemory<byte> answer, out JsonElement parsed)
    {
        parsed = default;
        if (answer.IsEmpty)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(answer);
            parsed = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
