using System.Globalization;
using System.Text;
using JsonValues;
using Lake.S3;
using Local.Integrations;
using StatesLanguage;

namespace Local.S3;

/// <summary><c>aws-sdk:s3:listObjectsV2</c> and <c>putObject</c> over the lake's folders.</summary>
internal sealed class S3Integration(S3Folder lake)
{
    private const int MostKeys = 1_000;

    public Task<TaskOutcome> ListObjectsAsync(JsonObject parameters, CancellationToken cancellation)
    {
        if (parameters.Text("Delimiter").Length > 0)
        {
            throw new S3Exception("NotImplemented", "The local stage lists for state machines without a Delimiter: ask for a Prefix.");
        }

        if (parameters["MaxKeys"] is JsonNumber { Value: < 0 })
        {
            throw new S3Exception("InvalidArgument", "Argument maxKeys must be an integer between 0 and 2147483647");
        }

        var (bucket, prefix) = (parameters.Text("Bucket"), parameters.Text("Prefix"));
        var most = (int)Math.Min(parameters["MaxKeys"] is JsonNumber number ? number.Value : MostKeys, MostKeys);
        var after = parameters["ContinuationToken"] is JsonString token ? KeyOf(token.Value)
            : parameters["StartAfter"] is JsonString start ? start.Value
            : null;
        var found = lake.List(new(bucket, prefix)).Where(item => after is null || Utf8Order.Comparer.Compare(item.Uri.Key, after) > 0).ToList();
        var answer = new JsonObject.Builder()
            .Add("IsTruncated", Json.Of(found.Count > most))
            .Add("KeyCount", Json.Of(Math.Min(found.Count, most)))
            .Add("MaxKeys", Json.Of(most))
            .Add("Name", Json.Of(bucket))
            .Add("Prefix", Json.Of(prefix));
        if (found.Count > most && most > 0)
        {
            answer.Add("NextContinuationToken", Json.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(found[most - 1].Uri.Key))));
        }

        // AWS leaves the list out where it would be empty.
        if (found.Count > 0)
        {
            answer.Add("Contents", JsonArray.Of(found.Take(most).Select(Content)));
        }

        return Task.FromResult<TaskOutcome>(new TaskOutcome.Succeeded(answer.Build()));
    }

    /// <summary>Puts a text as it is, and anything else as its JSON.</summary>
    public Task<TaskOutcome> PutObjectAsync(JsonObject parameters, CancellationToken cancellation)
    {
        var body = parameters["Body"] switch
        {
            null => "",
            JsonString text => text.Value,
            var json => json.ToString(),
        };
        var put = lake.Put(new(parameters.Text("Bucket"), parameters.Text("Key")), Encoding.UTF8.GetBytes(body));
        return Task.FromResult<TaskOutcome>(new TaskOutcome.Succeeded(JsonObject.Of(("ETag", Json.Of(put.ETag)))));
    }

    /// <exception cref="S3Exception">The token is none that a list was continued by.</exception>
    private static string KeyOf(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new S3Exception("InvalidArgument", "The continuation token provided is incorrect");
    }

    private static JsonObject Content(S3Object item) => JsonObject.Of(
        ("ETag", Json.Of(item.ETag)),
        ("Key", Json.Of(item.Uri.Key)),
        ("LastModified", Json.Of(item.LastModified.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))),
        ("Size", Json.Of(item.Size)),
        ("StorageClass", Json.Of("STANDARD")));
}
