using System.Globalization;
using System.Net;
using System.Text.Json;
using RealTime.Streams;

namespace SearchIndexing;

/// <summary>The indices of events, one for each stream and day of the events' own time.</summary>
public static class SearchIndices
{
    private const string DayFormat = "yyyy.MM.dd";

    /// <returns>Such as <c>telemetry-2026.11.26</c>.</returns>
    public static string Of(StreamDefinition stream, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return $"{stream.Name}-{time.UtcDateTime.ToString(DayFormat, CultureInfo.InvariantCulture)}";
    }

    /// <summary>Deletes the indices of days that lie longer back; those of others it leaves alone.</summary>
    /// <param name="days">Whole days before today, UTC, that stay.</param>
    /// <returns>The names of those that were deleted.</returns>
    /// <exception cref="SearchUnavailableException">Search does not list or does not delete them; what is gone is gone.</exception>
    public static async Task<IReadOnlyList<string>> DeleteOlderAsync(
        HttpClient http, Uri endpoint, int days, DateTimeOffset now, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(endpoint);

        var first = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-days);
        var old = (await ListAsync(http, endpoint, cancellation)).Where(name => DayOf(name) < first).Order(StringComparer.Ordinal).ToList();
        foreach (var name in old)
        {
            using var response = await http.DeleteAsync(new Uri(endpoint, name), cancellation);

            // Somebody else may have been quicker.
            if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NotFound)
            {
                throw await RefusedAsync(response, endpoint, $"does not delete the index {name}", cancellation);
            }
        }

        return old;
    }

    private static async Task<IReadOnlyList<string>> ListAsync(HttpClient http, Uri endpoint, CancellationToken cancellation)
    {
        using var response = await http.GetAsync(new Uri(endpoint, "_cat/indices?format=json"), cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw await RefusedAsync(response, endpoint, "does not list its indices", cancellation);
        }

        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
        return [.. json.RootElement.EnumerateArray().Select(index => index.GetProperty("index").GetString()!)];
    }

    // Null: it is no index of events.
    private static DateOnly? DayOf(string index) =>
        index.LastIndexOf('-') is > 0 and var dash
        && KnownStreams.All.Any(stream => stream.Name == index[..dash])
        && DateOnly.TryParseExact(index.AsSpan(dash + 1), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    private static async Task<SearchUnavailableException> RefusedAsync(
        HttpResponseMessage response, Uri endpoint, string what, CancellationToken cancellation) =>
        new($"Search at {endpoint.GetLeftPart(UriPartial.Authority)} {what}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellation)}");
}
