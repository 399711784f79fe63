using System.Net.Http.Headers;

namespace SearchIndexing;

/// <summary>The index template that search gets before its first document.</summary>
public static class SearchFiles
{
    private const string TemplateName = "streaming-analytics";

    /// <summary>Types of the events' members, for every index of theirs.</summary>
    public static byte[] IndexTemplate => Read("index-template.json");

    /// <summary>Index patterns, charts and a dashboard, for OpenSearch Dashboards to import.</summary>
    public static byte[] Dashboards => Read("dashboards.ndjson");

    /// <summary>Puts the template; putting it again changes nothing.</summary>
    /// <exception cref="SearchUnavailableException">Search cannot be reached, or does not take it.</exception>
    public static async Task PutTemplateAsync(HttpClient http, Uri endpoint, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(endpoint);

        using var content = new ByteArrayContent(IndexTemplate) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        var authority = endpoint.GetLeftPart(UriPartial.Authority);
        try
        {
            using var response = await http.PutAsync(new Uri(endpoint, $"_index_template/{TemplateName}"), content, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                throw new SearchUnavailableException(
                    $"Search at {authority} does not take the index template: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellation)}");
            }
        }
        catch (HttpRequestException error)
        {
            throw new SearchUnavailableException($"Nobody answers at {authority}: {error.Message}. Start OpenSearch there, or name another with --search.", error);
        }
    }

    private static byte[] Read(string name)
    {
        using var resource = typeof(SearchFiles).Assembly.GetManifestResourceStream(name)!;
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return content.ToArray();
    }
}
