using System.Collections.ObjectModel;
using System.IO.Compression;
using System.Reflection;
using System.Text;

namespace Infra.Tests;

/// <summary>The functions as they are deployed: what the handler strings and archives must hold.</summary>
public class FunctionTests
{
    public static TheoryData<string> Functions =>
    [
        "store-planning", "store-truck", "price-plan", "count-events", "count-topic-events", "check-silence", "index-events",
        "index-topic-events", "drop-old-events",
    ];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_handler_names_a_public_method_of_the_functions_assembly(string function)
    {
        var (assembly, type, method) = await HandlerAsync(function);

        var handler = Assembly.Load(assembly).GetType(type, throwOnError: true)!;

        Assert.True(handler.IsPublic);
        Assert.NotNull(handler.GetConstructor(Type.EmptyTypes));
        Assert.NotNull(handler.GetMethod(method, BindingFlags.Public | BindingFlags.Instance));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task An_archive_holds_the_assembly_and_what_Lambda_starts_it_with(string function)
    {
        var (assembly, _, _) = await HandlerAsync(function);
        var names = Entries(assembly).Select(entry => entry.FullName).ToList();

        Assert.Contains($"{assembly}.dll", names);
        Assert.Contains($"{assembly}.deps.json", names);
        Assert.Contains($"{assembly}.runtimeconfig.json", names);
        Assert.Contains("Replenishment.dll", names);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task An_archive_is_ordered_has_one_time_and_readable_files(string function)
    {
        var entries = Entries((await HandlerAsync(function)).Assembly);

        Assert.Equal(entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal), entries.Select(entry => entry.FullName));
        Assert.All(entries, entry => Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime));
        Assert.All(entries, entry => Assert.Equal("100644", Convert.ToString(entry.ExternalAttributes >>> 16, 8)));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Nothing_in_an_archive_knows_where_it_was_built(string function)
    {
        var checkout = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf("tests", StringComparison.Ordinal)];
        Assert.All(Entries((await HandlerAsync(function)).Assembly), entry =>
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            Assert.Equal(-1, content.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(checkout)));
            Assert.Equal(-1, content.ToArray().AsSpan().IndexOf(Encoding.Unicode.GetBytes(checkout)));
        });
    }

    [Fact]
    public async Task StoreTruck_is_told_its_queues_table_and_stream()
    {
        var stack = await DeployedStack.Dev;

        Assert.Equal(
            """{"DELIVERY_QUEUE_URL":"https://sqs.us-east-1.amazonaws.com/111122223333/streaming-analytics-dev-deliveries","DISPATCH_STREAM":"streaming-analytics-dev-dispatches","DISPATCH_TABLE":"streaming-analytics-dev-dispatch-ledger","LAKE_BUCKET":"streaming-analytics-dev-lake-111122223333","STREAM_LAG_SECONDS":"900","WAITING_QUEUE_URL":"https://sqs.us-east-1.amazonaws.com/111122223333/streaming-analytics-dev-waiting-deliveries"}""",
            stack.The("store-truck")["environment.variables"]!.ToJsonString());
        Assert.Equal("streaming-analytics-dev-dispatches", stack.The("dispatches-stream").Text("name"));
        Assert.Equal("streaming-analytics-dev-dispatch-ledger", stack.The("dispatch-ledger").Text("name"));
    }

    private static async Task<(string Assembly, string Type, string Method)> HandlerAsync(string function) =>
        (await DeployedStack.Prod).The(function).Text("handler")!.Split("::") is [var assembly, var type, var method]
            ? (assembly, type, method)
            : throw new InvalidOperationException($"The handler of {function} has not three parts.");

    private static ReadOnlyCollection<ZipArchiveEntry> Entries(string assembly) =>
        ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "functions", $"{assembly}.zip")).Entries;
}
