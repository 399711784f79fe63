using System.CommandLine;
using Local.Services;
using Local.StreamMinutes;

namespace Local.Cli;

/// <summary><c>--search URL</c>: events are written to OpenSearch besides.</summary>
internal static class SearchAddress
{
    public static Option<Uri?> Create() => new("--search")
    {
        Description = "The address of OpenSearch, such as http://127.0.0.1:9200: the streams' events are also written there, each under its event_id.",
        HelpName = "URL",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            result.AddError($"--search takes an address such as http://127.0.0.1:9200; '{text}' is none.");
            return null;
        },
    };

    /// <returns>Null where no address is named.</returns>
    /// <exception cref="SearchIndexing.SearchUnavailableException">Nobody answers there.</exception>
    public static async Task<EventSearch?> OpenAsync(Uri? address, Stage stage, Action<string> notice, CancellationToken cancellation) =>
        address is null ? null : await EventSearch.OpenAsync(address, stage.Lake, stage.Clock, notice, cancellation);
}
