using System.Buffers;

namespace StoreApp;

/// <summary>A line of CSV (RFC 4180); null is empty, and text that is empty is quoted.</summary>
internal static class CsvLine
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    public static string Of(IEnumerable<string?> values) => string.Join(',', values.Select(value => value switch
    {
        null => "",
        "" => "\"\"",
        _ when value.AsSpan().ContainsAny(Special) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => value,
    }));
}
