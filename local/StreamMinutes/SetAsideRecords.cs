using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Kinesis;
using Lake.S3;
using Local.Names;
using Workflow;

namespace Local.StreamMinutes;

/// <summary>
/// Records of the streams that were not counted and lie in the lake bucket: refused ones under <c>errors/</c>, events that came
/// too late under <c>late/</c>, and batches that a function failed on to the last attempt under <c>aws/lambda/</c>.
/// </summary>
internal sealed class SetAsideRecords(S3Folder lake, Func<KinesisService> kinesis)
{
    private const string GivenUpPrefix = LakeLayout.FailedBatches;

    // The number of batches whose stream is remembered; more lie there only while objects come and go.
    private const int MostKnown = 10_000;

    // Only the object itself names a batch's stream. An object that was written anew is another one.
    private readonly ConcurrentDictionary<S3Object, string> streams = new();

    /// <summary>Counts the objects of each kind that a stream has.</summary>
    public (int Refused, int Late, int GivenUp) Count(string stream) => lake.BucketExists(LocalNames.LakeBucket)
        ? (List(RefusedPrefix(stream)).Count, List(LatePrefix(stream)).Count, GivenUp(stream).Count())
        : default;

    /// <summary>The objects of a stream, the newest of each kind first.</summary>
    /// <param name="most">Objects of each kind at most.</param>
    public IReadOnlyList<SetAsideObject> Show(string stream, int most) =>
    [
        .. Newest(List(RefusedPrefix(stream)), most).Select(Read),
        .. Newest(List(LatePrefix(stream)), most).Select(Read),
        .. Newest(GivenUp(stream), most).Select(Read),
    ];

    /// <summary>
    /// Puts what an object holds into its stream again and then removes the object. After a crash in between it is sent once more,
    /// and counts once all the same, because an event has its own id.
    /// </summary>
    /// <param name="key">The object's key, as <see cref="Show"/> gives it.</param>
    /// <param name="payload">
    /// The text that is sent in place of the record's; null for the record as it was. It is allowed only for an object of
    /// one record.
    /// </param>
    /// <returns>The number of records that were sent.</returns>
    /// <exception cref="SetAsideException">There is no such object, it cannot be read, or the stream does not take it.</exception>
    public async Task<int> SendAgainAsync(string key, string? payload, CancellationToken cancellation)
    {
        var held = Read(Find(key));
        if (held.Records.Count == 0)
        {
            throw new SetAsideException($"'{key}' holds no record that can be sent: {held.Reason}");
        }

        if (payload is not null && held.Records.Count != 1)
        {
            throw new SetAsideException($"'{key}' holds {held.Records.Count} records: they can be sent as they are, not mended.");
        }

        var records = payload is null ? held.Records : [held.Records[0] with { Data = Encoding.UTF8.GetBytes(payload) }];
        try
        {
            await kinesis().PutAllAsync(held.Stream, records, cancellation);
        }
        catch (KinesisException error)
        {
            throw new SetAsideException($"The stream {held.Stream} does not take '{key}': {error.Message}", error);
        }

        lake.Delete(new(LocalNames.LakeBucket, key));
        return records.Count;
    }

    private static string RefusedPrefix(string stream) => $"{LakeLayout.Errors}{stream}/dt=";

    private static string LatePrefix(string stream) => $"{LakeLayout.Late}{stream}/";

    private static IEnumerable<S3Object> Newest(IEnumerable<S3Object> objects, int most) => objects.Reverse().Take(most);

    private IReadOnlyList<S3Object> List(string prefix) => lake.List(new(LocalNames.LakeBucket, prefix));

    private IEnumerable<S3Object> GivenUp(string stream)
    {
        var all = List(GivenUpPrefix);
        if (streams.Count > Math.Max(MostKnown, all.Count))
        {
            streams.Clear();
        }

        return all.Where(held => streams.GetOrAdd(held, one => Read(one).Stream) == stream);
    }

    private S3Object Find(string key)
    {
        var isOurs = new[] { LakeLayout.Errors, LakeLayout.Late, GivenUpPrefix }.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));
        try
        {
            return isOurs
                ? lake.Head(new(LocalNames.LakeBucket, key))
                : throw new SetAsideException($"'{key}' is none of the records that were set aside: those lie under {LakeLayout.Errors}, {LakeLayout.Late} and {GivenUpPrefix}.");
        }
        catch (S3Exception error)
        {
            throw new SetAsideException($"'{key}' is not there (any more): {error.Message}", error);
        }
    }

    private SetAsideObject Read(S3Object held)
    {
        using var content = lake.OpenRead(held.Uri);
        try
        {
            using var json = JsonDocument.Parse(content);
            return SetAsideObject.Of(held.Uri.Key, json.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new(held.Uri.Key, SetAsideObject.Unreadable, "", error.Message, null, []);
        }
    }
}
