using System.Runtime.CompilerServices;
using System.Text.Json;
using Lake.S3;

namespace Local.Report;

/// <summary>The answers of a map run's children, as its result writer kept them.</summary>
internal static class MapResults
{
    /// <param name="manifest">The place of the result writer's manifest.</param>
    /// <returns>The outputs of the children that succeeded, as JSON.</returns>
    public static async IAsyncEnumerable<string> OutputsAsync(
        S3Folder lake, S3Uri manifest, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var content = lake.OpenRead(manifest);
        using var listed = await JsonDocument.ParseAsync(content, cancellationToken: cancellation);
        foreach (var file in listed.RootElement.GetProperty("ResultFiles").GetProperty("SUCCEEDED").EnumerateArray())
        {
            await using var children = lake.OpenRead(manifest with { Key = file.GetProperty("Key").GetString()! });
            await foreach (var child in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(children, cancellationToken: cancellation))
            {
                yield return child.GetProperty("Output").GetString()!;
            }
        }
    }
}
