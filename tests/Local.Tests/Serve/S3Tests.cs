using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Local.Tests.Serve;

/// <summary>The lake as those who read S3 see it.</summary>
public sealed partial class S3Tests(S3Tests.FilledServer filled) : IClassFixture<S3Tests.FilledServer>
{
    private readonly Served served = filled.Served;

    public static TheoryData<string, string> Reads => [.. File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Serve", "s3-reads.cases"))
        .Where(line => !line.StartsWith("//", StringComparison.Ordinal))
        .Select(line => line.Split(" → ", 2))
        .Select(parts => (parts[0], parts[1]))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_signed_reader_is_answered_as_by_S3(string request, string expected)
    {
        var asked = Request().Match(request);
        var tag = served.Stage.Lake.Head(new("streaming-analytics-lake", "a/1.txt")).ETag.Trim('"');

        var (status, body) = await SendAsync(
            asked.Groups["method"].Value,
            asked.Groups["path"].Value,
            "Authorization: AWS4-HMAC-SHA256 Credential=any/20261120/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
            asked.Groups["header"].Value.Replace("{etag}", tag, StringComparison.Ordinal));

        Assert.Equal(expected, $"{status} {Told(body)}");
    }

    [Fact]
    public async Task Pages_of_a_listing_give_each_key_and_prefix_once()
    {
        var found = new List<string>();
        string? token = null;
        do
        {
            var (_, body) = await SendAsync(
                "GET", $"/streaming-analytics-lake?list-type=2&delimiter=/&max-keys=1{(token is null ? "" : $"&continuation-token={Uri.EscapeDataString(token)}")}");
            var page = XElement.Parse(body);
            found.AddRange(Values(page, "Contents", "Key").Concat(Values(page, "CommonPrefixes", "Prefix")));
            token = (string?)page.Element(page.Name.Namespace + "NextContinuationToken");
        }
        while (token is not null);

        Assert.Equal(["a b/", "a/", "z.csv"], found);
    }

    [Theory]
    [InlineData("/streaming-analytics-lake/z.csv", "200 x,y")]
    [InlineData("/", "200 <!doctype html>")]
    [InlineData("/console/none.mjs", "404 ")]
    [InlineData("/none-there/z.csv", "405 ")]
    public async Task Who_does_not_sign_reads_a_bucket_that_is_there_and_else_the_console(string path, string expected)
    {
        var (status, body) = await SendAsync("GET", path);

        Assert.Equal(expected, $"{status} {body.Split('\n')[0]}");
    }

    [Fact]
    public async Task A_bucket_may_stand_before_the_hosts_name()
    {
        var (status, body) = await SendAsync("GET", "/a/1.txt", host: "streaming-analytics-lake.localhost");

        Assert.Equal("200 one", $"{status} {body}");
    }

    [Theory]
    [InlineData("Host: evil.example", "The Host 'evil.example' is none of this machine's. Use http://127.0.0.1 or http://localhost with the port.")]
    [InlineData("Origin: https://evil.example", "The Origin 'https://evil.example' is not this server's: pages of other places may not use it.")]
    [InlineData("Sec-Fetch-Site: cross-site", "A page of another place asked for this, and may not use this server. Open the console in a tab of its own.")]
    public async Task A_page_of_elsewhere_reads_no_object(string header, string expected)
    {
        var host = header.StartsWith("Host: ", StringComparison.Ordinal) ? header["Host: ".Length..] : null;

        var (status, body) = await SendAsync("GET", "/streaming-analytics-lake/z.csv", host is null ? header : "", host: host);

        Assert.Equal($"403 {expected}", $"{status} {body}");
    }

    /// <summary>What of an answer a case tells: an object's text, a listing's parts, an error's code.</summary>
    private static string Told(string body)
    {
        if (!body.StartsWith('<'))
        {
            return body;
        }

        var xml = XElement.Parse(body);
        return xml.Name.LocalName switch
        {
            "Error" => (string)xml.Element("Code")!,
            "ListBucketResult" => string.Join("; ", new[]
            {
                Part("keys", Values(xml, "Contents", "Key")),
                Part("prefixes", Values(xml, "CommonPrefixes", "Prefix")),
                Part("count", xml.Elements(xml.Name.Namespace + "KeyCount").Select(count => count.Value)),
                Part("truncated", xml.Elements(xml.Name.Namespace + "IsTruncated").Select(truncated => truncated.Value)),
            }.OfType<string>()),
            var name => name,
        };
    }

    private static string? Part(string name, IEnumerable<string> values) => string.Join(", ", values) is { Length: > 0 } text ? $"{name} {text}" : null;

    private static IEnumerable<string> Values(XElement page, string element, string part) =>
        page.Elements(page.Name.Namespace + element).Select(found => found.Element(page.Name.Namespace + part)!.Value);

    /// <summary>Sends a request as it stands: a client of HTTP would tidy its path.</summary>
    private async Task<(int Status, string Body)> SendAsync(string method, string path, string header = "", string other = "", string? host = null)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, served.Address.Port, Cancellation);
        await using var stream = connection.GetStream();
        var lines = new[] { $"{method} {path} HTTP/1.1", $"Host: {host ?? "127.0.0.1"}", "Connection: close", "Content-Length: 0", header, other };
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{string.Join("\r\n", lines.Where(line => line.Length > 0))}\r\n\r\n"), Cancellation);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(Cancellation);
        var (head, body) = answer.Split("\r\n\r\n", 2) is [var first, var rest] ? (first, rest) : (answer, "");
        return (
            int.Parse(head.Split(' ')[1], CultureInfo.InvariantCulture),
            head.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal) ? Chunks().Replace(body, "").Trim('\r', '\n') : body);
    }

    [GeneratedRegex(@"^(?<method>\w+) (?<path>\S+)(?: \[(?<header>[^]]+)\])?$")]
    private static partial Regex Request();

    [GeneratedRegex(@"(?:^|\r\n)[0-9A-Fa-f]+\r\n")]
    private static partial Regex Chunks();

    /// <summary>One server over a lake with a few objects, which no test changes.</summary>
    public sealed class FilledServer : IAsyncLifetime
    {
        private static readonly (string Key, string Text)[] Objects =
            [("a/1.txt", "one"), ("a/2.txt", "two"), ("a/b/3.txt", "three"), ("a b/ü=+.txt", "plus"), ("z.csv", "x,y")];

        private static readonly (string Key, string Text)[] OddKeys =
            [("a", "file"), ("a/b", "one"), ("a//b", "two"), ("/lead", "lead"), ("../up", "up"), ("folder/", "")];

        internal Served Served { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Served = await Served.StartAsync();
            foreach (var (key, text) in Objects)
            {
                Served.Stage.Lake.Put(new("streaming-analytics-lake", key), Encoding.UTF8.GetBytes(text));
            }

            Served.Stage.Lake.CreateBucket("odd-keys");
            foreach (var (key, text) in OddKeys)
            {
                Served.Stage.Lake.Put(new("odd-keys", key), Encoding.UTF8.GetBytes(text));
            }
        }

        public ValueTask DisposeAsync() => Served.DisposeAsync();
    }
}
