using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Lake.S3;
using Microsoft.AspNetCore.Http;

namespace Local.Serve.Http;

/// <summary>ListBuckets, ListObjectsV2 and ListObjects: what they ask, and their answers in XML.</summary>
internal static class S3Listing
{
    public static readonly XNamespace Xml = "http://s3.amazonaws.com/doc/2006-03-01/";

    private const int MostKeys = 1_000;

    public static XElement Buckets(S3Folder lake) => new(
        Xml + "ListAllMyBucketsResult",
        new XElement(Xml + "Owner", new XElement(Xml + "ID", "local"), new XElement(Xml + "DisplayName", "local")),
        new XElement(Xml + "Buckets", lake.Buckets.Select(bucket => new XElement(
            Xml + "Bucket", new XElement(Xml + "Name", bucket.Name), new XElement(Xml + "CreationDate", Time(bucket.CreationDate))))));

    /// <exception cref="S3Exception">There is no such bucket, or a parameter cannot be read.</exception>
    public static XElement Objects(S3Folder lake, string bucket, IQueryCollection query)
    {
        var isV2 = query["list-type"] == "2";
        var (prefix, delimiter) = (query["prefix"].ToString(), query["delimiter"].ToString());
        var token = query["continuation-token"].ToString();
        var after = !isV2 ? query["marker"].ToString() : token.Length > 0 ? KeyOf(token) : query["start-after"].ToString();
        var most = Count(query["max-keys"].ToString());
        var page = PageOf(Entries(lake.List(new(bucket, prefix)), prefix, delimiter, after), most);
        var written = query["encoding-type"] == "url" ? Encoded : (Func<string, string>)XmlAnswer.InXml;

        return new(
            Xml + "ListBucketResult",
            new XElement(Xml + "Name", bucket),
            new XElement(Xml + "Prefix", written(prefix)),
            delimiter.Length > 0 ? new XElement(Xml + "Delimiter", written(delimiter)) : null,
            query["encoding-type"] == "url" ? new XElement(Xml + "EncodingType", "url") : null,
            new XElement(Xml + "MaxKeys", most),
            new XElement(Xml + "IsTruncated", page.IsTruncated ? "true" : "false"),
            isV2 ? Version2(query, page, written) : Version1(query, page, delimiter, written),
            page.Entries.Where(entry => entry.Object is not null).Select(entry => Content(entry.Object!, written)),
            page.Entries.Where(entry => entry.Object is null).Select(entry => new XElement(
                Xml + "CommonPrefixes", new XElement(Xml + "Prefix", written(entry.Name)))));
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static IEnumerable<XElement> Version2(IQueryCollection query, Page page, Func<string, string> written)
    {
        yield return new(Xml + "KeyCount", page.Entries.Count);
        if (query["start-after"].ToString() is { Length: > 0 } start)
        {
            yield return new(Xml + "StartAfter", written(start));
        }

        if (query["continuation-token"].ToString() is { Length: > 0 } token)
        {
            yield return new(Xml + "ContinuationToken", token);
        }

        if (page.IsTruncated)
        {
            yield return new(Xml + "NextContinuationToken", TokenOf(page.Entries[^1].Name));
        }
    }

    private static IEnumerable<XElement> Version1(IQueryCollection query, Page page, string delimiter, Func<string, string> written)
    {
        yield return new(Xml + "Marker", written(query["marker"].ToString()));
        if (page.IsTruncated && delimiter.Length > 0)
        {
            yield return new(Xml + "NextMarker", written(page.Entries[^1].Name));
        }
    }

    private static XElement Content(S3Object item, Func<string, string> written) => new(
        Xml + "Contents",
        new XElement(Xml + "Key", written(item.Uri.Key)),
        new XElement(Xml + "LastModified", Time(item.LastModified)),
        new XElement(Xml + "ETag", item.ETag),
        new XElement(Xml + "Size", item.Size),
        new XElement(Xml + "StorageClass", "STANDARD"));

    /// <summary>Objects, and in place of those whose keys go on behind the delimiter one entry for the part up to it; in their order.</summary>
    private static IEnumerable<Entry> Entries(IEnumerable<S3Object> objects, string prefix, string delimiter, string after)
    {
        string? common = null;
        foreach (var item in objects)
        {
            var key = item.Uri.Key;
            var end = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            var name = end < 0 ? key : key[..(end + delimiter.Length)];
            if ((end >= 0 && name == common) || Utf8Order.Comparer.Compare(name, after) <= 0)
            {
                continue;
            }

            common = end < 0 ? null : name;
            yield return new(name, end < 0 ? item : null);
        }
    }

    private static Page PageOf(IEnumerable<Entry> entries, int most)
    {
        // One more than asked for shows whether there are more.
        var found = entries.Take(most + 1).ToList();
        return new(found[..Math.Min(most, found.Count)], most > 0 && found.Count > most);
    }

    private static int Count(string text) => text.Length == 0 ? MostKeys
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, MostKeys)
        : throw new S3Exception("InvalidArgument", $"max-keys is '{text}', which is no whole number from 0.");

    private static string TokenOf(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    private static string KeyOf(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(token));
        }
        catch (FormatException)
        {
            throw new S3Exception("InvalidArgument", "The continuation token is none that an answer gave.");
        }
    }

    private static string Encoded(string text) => string.Join('/', text.Split('/').Select(Uri.EscapeDataString));

    /// <param name="Name">The key, or the part of keys up to the delimiter.</param>
    /// <param name="Object">Null: it stands for several.</param>
    private sealed record Entry(string Name, S3Object? Object);

    private sealed record Page(List<Entry> Entries, bool IsTruncated);
}
