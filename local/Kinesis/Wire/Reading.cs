using System.Text.Json;

namespace Kinesis.Wire;

/// <summary>Takes the members out of a request whose types were checked.</summary>
internal static class Reading
{
    public static string Text(this JsonElement request, string name) => request.TextOrNull(name)!;

    public static string? TextOrNull(this JsonElement request, string name) => request.Member(name)?.GetString();

    public static int? WholeOrNull(this JsonElement request, string name) => request.Member(name)?.Whole();

    /// <summary>Milliseconds since 1970, of seconds with a fraction.</summary>
    public static long? TimeOrNull(this JsonElement request, string name) =>
        request.Member(name) is { } value ? (long)Math.Round(value.GetDouble() * 1000) : null;

    /// <summary>A fraction is cut off; what is larger than an Integer is the largest.</summary>
    public static int Whole(this JsonElement number) => (int)Math.Clamp(Math.Floor(number.GetDouble()), int.MinValue, int.MaxValue);

    public static JsonElement? Member(this JsonElement request, string name) =>
        request.ValueKind == JsonValueKind.Object && request.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
