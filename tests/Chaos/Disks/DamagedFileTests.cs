using System.Text.Json.Nodes;
using Chaos.Runs;

namespace Chaos.Disks;

/// <summary>Whatever file of the data folder is damaged, <c>serve</c> starts, serves the rest, and leaves the file as it is.</summary>
public sealed class DamagedFileTests(DamagedFileTests.Folder folder) : IClassFixture<DamagedFileTests.Folder>
{
    private const string GetRecords = "Kinesis_20131202.GetRecords";

    private const string Waiting = "executions/Waits/forever";
    private const string Planned = "executions/StorePlanning/monday";

    private static readonly (string Name, Func<byte[], byte[]> Of)[] Damages =
    [
        ("empty", _ => []),
        ("cut in half", whole => whole[..(whole.Length / 2)]),
        ("zeros", whole => new byte[whole.Length]),
        ("a byte in the middle that is another", whole => [.. whole[..(whole.Length / 2)], (byte)(whole[whole.Length / 2] ^ 0x20), .. whole[(whole.Length / 2 + 1)..]]),
        ("of another version", _ => "{\"version\":99,\"journal\":\"queues\",\"format\":99}\n"u8.ToArray()),
        ("somebody's text", _ => "Dear Ann,\nthe milk is in the fridge.\n"u8.ToArray()),
    ];

    [Theory]
    [InlineData($"{Waiting}/execution.json")]
    [InlineData($"{Waiting}/history.jsonl")]
    [InlineData($"{Waiting}/definition.asl.json")]
    [InlineData($"{Planned}/execution.json")]
    [InlineData($"{Planned}/history.jsonl")]
    [InlineData($"{Planned}/definition.asl.json")]
    [InlineData($"{Planned}/map-runs/*.json")]
    [InlineData($"{Planned}/map-runs/*/children.jsonl")]
    [InlineData("state-machines/Waits.json")]
    [InlineData("queues/queues.journal")]
    [InlineData("ledger/dispatches.journal")]
    [InlineData("athena/queries.journal")]
    [InlineData("streams/inventory.journal")]
    [InlineData("kinesis/streams.db")]
    [InlineData("dynamodb/tables.db")]
    public async Task Serve_starts_and_never_touches_what_it_cannot_read(string kind)
    {
        foreach (var (name, damage) in Damages)
        {
            using var site = folder.Site.Copy();
            var file = FileOf(site.Data, kind);
            var damaged = damage(await File.ReadAllBytesAsync(file, Cancellation));
            await File.WriteAllBytesAsync(file, damaged, Cancellation);
            string[] notices;
            await using (var served = await Served.StartAsync(data: site.Data))
            {
                Assert.Equal((name, 200), (name, (await served.GetAsync("/")).Status));
                await RunsAnExecutionAsync(served, name);
                notices = [.. served.Notices];
            }

            var told = string.Join('\n', notices);
            Assert.True(IsKept(file, damaged, told), $"{kind}, {name}: the file was changed. Notices: {told}");
            Assert.DoesNotContain("   at ", told, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData($"{Waiting}/execution.json", "An execution is left out: '{0}' cannot be read: ")]
    [InlineData($"{Planned}/execution.json", "An execution is left out: '{0}' cannot be read: ")]
    [InlineData($"{Waiting}/definition.asl.json", "Execution forever of Waits stands still: ")]
    [InlineData($"{Waiting}/history.jsonl", "Execution forever of Waits stands still: ")]
    [InlineData("state-machines/Waits.json", "A state machine is left out: '{0}' cannot be read: ")]
    [InlineData("queues/queues.journal", "The queues, and the trucks with them, are left out: '{0}' is damaged at byte 0")]
    [InlineData("ledger/dispatches.journal", "The dispatches, and the trucks with them, are left out: '{0}' is damaged at byte 0")]
    [InlineData("athena/queries.journal", "Athena's queries are left out: '{0}' is damaged at byte 0")]
    [InlineData("streams/inventory.journal", "The stream inventory is left out: '{0}' is damaged at byte 0")]
    [InlineData("kinesis/streams.db", "Kinesis' streams and the mappings on them are left out: '{0}' cannot be opened: ")]
    [InlineData("dynamodb/tables.db", "DynamoDB's tables are left out: '{0}' cannot be opened: ")]
    public async Task What_is_left_out_is_told_with_its_file_and_the_remedy(string kind, string sentence)
    {
        using var site = folder.Site.Copy();
        var file = FileOf(site.Data, kind);
        await File.WriteAllTextAsync(file, "Dear Ann,\nthe milk is in the fridge.\n", Cancellation);

        await using var served = await Served.StartAsync(data: site.Data);

        var told = Assert.Single(served.Notices, notice => notice.StartsWith(string.Format(null, sentence, file), StringComparison.Ordinal));
        Assert.Contains("estore ", told, StringComparison.Ordinal);
        Assert.Contains(" from a copy", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("queues/queues.journal", "AmazonSQS.ListQueues", "{}")]
    [InlineData("athena/queries.journal", "AmazonAthena.ListQueryExecutions", "{}")]
    [InlineData("streams/inventory.journal", "Firehose_20150804.PutRecord", """{"DeliveryStreamName":"inventory","Record":{"Data":"e30="}}""")]
    [InlineData("dynamodb/tables.db", "DynamoDB_20120810.ListTables", "{}")]
    [InlineData("kinesis/streams.db", "Kinesis_20131202.ListStreams", "{}")]
    public async Task Who_asks_for_what_is_left_out_is_refused_with_the_same_sentence(string kind, string operation, string request)
    {
        using var site = folder.Site.Copy();
        var file = FileOf(site.Data, kind);
        await File.WriteAllTextAsync(file, "Dear Ann,\nthe milk is in the fridge.\n", Cancellation);
        await using var served = await Served.StartAsync(data: site.Data);

        var (status, answer) = await served.CallAsync(operation, request);

        Assert.Equal(503, status);
        Assert.Contains($"'{file}'", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dynamodb/tables.db", "DynamoDB_20120810.ListTables", "{}")]
    [InlineData("dynamodb/tables.db", "DynamoDB_20120810.Scan", """{"TableName":"minutes"}""")]
    [InlineData("dynamodb/tables.db", "DynamoDB_20120810.Scan", """{"TableName":"trucks"}""")]
    [InlineData("dynamodb/tables.db", "DynamoDB_20120810.Query", """{"TableName":"alerts","KeyConditionExpression":"pk = :a","ExpressionAttributeValues":{":a":{"S":"x"}}}""")]
    [InlineData("kinesis/streams.db", "Kinesis_20131202.DescribeStream", """{"StreamName":"telemetry"}""")]
    [InlineData("kinesis/streams.db", "Kinesis_20131202.PutRecord", """{"StreamName":"telemetry","PartitionKey":"T1","Data":"e30="}""")]
    [InlineData("kinesis/streams.db", GetRecords, "")]
    public async Task Half_of_a_database_is_told_of_with_its_file_and_the_remedy(string kind, string operation, string request)
    {
        foreach (var keepsLength in new[] { false, true })
        {
            for (var part = 1; part < 8; part++)
            {
                using var site = folder.Site.Copy();
                var file = FileOf(site.Data, kind);
                var whole = await File.ReadAllBytesAsync(file, Cancellation);
                byte[] half = whole[..(whole.Length * part / 8)];
                await File.WriteAllBytesAsync(file, [.. half, .. new byte[keepsLength ? whole.Length - half.Length : 0]], Cancellation);
                await using var served = await Served.StartAsync(data: site.Data);

                var (status, answer) = operation == GetRecords
                    ? await RecordsAsync(served)
                    : await served.CallAsync(operation, request);

                // A part may hold all that was asked for.
                Assert.True(
                    status is 200 or 400
                        || (status == 503 && answer.Contains($"'{file}'", StringComparison.Ordinal) && answer.Contains("from a copy", StringComparison.Ordinal)),
                    $"{part}/8, {(keepsLength ? "zeros behind" : "cut")}: {status} {answer}");
            }
        }
    }

    [Fact]
    public async Task An_execution_that_stands_still_can_be_stopped_and_its_name_stays_taken()
    {
        using var site = folder.Site.Copy();
        var arn = "arn:aws:states:us-east-1:000000000000:execution:Waits:forever";
        await File.WriteAllTextAsync(FileOf(site.Data, $"{Waiting}/history.jsonl"), "no\nhistory\n", Cancellation);
        var lost = FileOf(site.Data, $"{Planned}/execution.json");
        await File.WriteAllTextAsync(lost, "", Cancellation);
        await using var served = await Served.StartAsync(data: site.Data);

        await served.CallAsync("AWSStepFunctions.StopExecution", $$"""{"executionArn":"{{arn}}"}""");
        var (_, stopped) = await served.CallAsync("AWSStepFunctions.DescribeExecution", $$"""{"executionArn":"{{arn}}"}""");
        var (status, again) = await served.CallAsync(
            "AWSStepFunctions.StartExecution",
            """{"stateMachineArn":"arn:aws:states:us-east-1:000000000000:stateMachine:StorePlanning","name":"monday","input":"{}"}""");

        Assert.Contains("\"ABORTED\"", stopped, StringComparison.Ordinal);
        Assert.Equal(400, status);
        Assert.Contains("ExecutionAlreadyExists", again, StringComparison.Ordinal);
        Assert.Equal("", await File.ReadAllTextAsync(lost, Cancellation));
    }

    [Theory]
    [InlineData("history.jsonl", "GetExecutionHistory")]
    [InlineData("definition.asl.json", "DescribeStateMachineForExecution")]
    [InlineData("map-runs/*.json", "DescribeMapRun")]
    [InlineData("map-runs/*/children.jsonl", "ListExecutions")]
    public async Task What_is_left_of_an_execution_that_ended_is_shown_or_its_damage_told(string kind, string operation)
    {
        var (run, child) = MapRunOf(folder.Site.Data);
        (string Operation, string Request)[] questions =
        [
            ("GetExecutionHistory", $$"""{"executionArn":"{{Arn}}"}"""),
            ("GetExecutionHistory", $$"""{"executionArn":"{{child}}"}"""),
            ("DescribeExecution", $$"""{"executionArn":"{{Arn}}"}"""),
            ("DescribeExecution", $$"""{"executionArn":"{{child}}"}"""),
            ("DescribeStateMachineForExecution", $$"""{"executionArn":"{{Arn}}"}"""),
            ("ListMapRuns", $$"""{"executionArn":"{{Arn}}"}"""),
            ("DescribeMapRun", $$"""{"mapRunArn":"{{run}}"}"""),
            ("ListExecutions", $$"""{"mapRunArn":"{{run}}"}"""),
        ];
        foreach (var (name, damage) in Damages)
        {
            using var site = folder.Site.Copy();
            var file = FileOf(site.Data, $"{Planned}/{kind}");
            await File.WriteAllBytesAsync(file, damage(await File.ReadAllBytesAsync(file, Cancellation)), Cancellation);
            await using var served = await Served.StartAsync(data: site.Data);
            var told = false;
            foreach (var (asked, request) in questions)
            {
                var (status, answer) = await served.CallAsync($"AWSStepFunctions.{asked}", request);
                Assert.True(status is 200 or 400 or 503, $"{name}, {asked}: {status} {answer}");
                told |= status == 503 && asked == operation && answer.Contains($"'{file}' cannot be read: ", StringComparison.Ordinal)
                    && answer.Contains("Restore it from a copy", StringComparison.Ordinal);
            }

            var page = await served.GetAsync($"/console/api/states?execution={Arn}");
            Assert.True(page.Status is 200 or 503, $"{name}, the console: {page.Status}");
            Assert.True(told || name != "somebody's text", $"{name}: {operation} said nothing.");
        }
    }

    private static string Arn => "arn:aws:states:us-east-1:000000000000:execution:StorePlanning:monday";

    private static (string Run, string Child) MapRunOf(string data)
    {
        var run = JsonNode.Parse(File.ReadAllText(FileOf(data, $"{Planned}/map-runs/*.json")))!;
        var child = JsonNode.Parse(File.ReadLines(FileOf(data, $"{Planned}/map-runs/*/children.jsonl")).First())!;
        return ((string)run["mapRunArn"]!, (string)child["executionArn"]!);
    }

    /// <summary>Reads a stream from its oldest record on.</summary>
    private static async Task<(int Status, string Answer)> RecordsAsync(Served served)
    {
        var (status, answer) = await served.CallAsync(
            "Kinesis_20131202.GetShardIterator",
            """{"StreamName":"telemetry","ShardId":"shardId-000000000000","ShardIteratorType":"TRIM_HORIZON"}""");
        return status == 200
            ? await served.CallAsync(GetRecords, $$"""{"ShardIterator":"{{JsonNode.Parse(answer)!["ShardIterator"]}}"}""")
            : (status, answer);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task RunsAnExecutionAsync(Served served, string name)
    {
        var (created, answer) = await served.CallAsync(
            "AWSStepFunctions.CreateStateMachine",
            """{"name":"Hello","roleArn":"arn:aws:iam::000000000000:role/any","type":"EXPRESS","definition":"{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}"}""");
        Assert.Equal((name, 200, answer), (name, created, answer));
        var (status, ran) = await served.CallAsync(
            "AWSStepFunctions.StartSyncExecution", """{"stateMachineArn":"arn:aws:states:us-east-1:000000000000:stateMachine:Hello"}""");
        Assert.Equal((name, 200, true), (name, status, ran.Contains("SUCCEEDED", StringComparison.Ordinal)));
    }

    /// <summary>The damaged bytes are still there: as the beginning of the file, in what was set aside, or read and told to be whole.</summary>
    private static bool IsKept(string file, byte[] damaged, string told)
    {
        var now = File.ReadAllBytes(file);
        if (now.AsSpan().StartsWith(damaged))
        {
            return true;
        }

        if (Directory.GetFiles(Path.GetDirectoryName(file)!, $"{Path.GetFileName(file)}.torn-*") is [var aside])
        {
            var sound = int.Parse(aside[(aside.LastIndexOf('-') + 1)..], null);
            return File.ReadAllBytes(aside).AsSpan().SequenceEqual(damaged.AsSpan(sound));
        }

        // A file that could be read after all goes on to be written to.
        return !told.Contains(file, StringComparison.Ordinal) && damaged.Length > 0 && !damaged.All(b => b == 0);
    }

    private static string FileOf(string data, string kind) => Directory
        .GetFiles(Path.Combine(data, kind.Split('/')[0]), "*", SearchOption.AllDirectories)
        .Single(file => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(kind, Path.GetRelativePath(data, file).Replace('\\', '/'))
            && Path.GetRelativePath(data, file).Count(c => c == Path.DirectorySeparatorChar) == kind.Count(c => c == '/'));

    /// <summary>A data folder in which every kind of file holds something.</summary>
    public sealed class Folder : IAsyncLifetime
    {
        private const string Waits = """{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":90000000,"End":true}}}""";

        internal Site Site { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Site = await Site.CreateAsync(stores: 6, products: 10);
            var program = new LocalProgram(Site.Data);
            await program.SucceedAsync("start", "--name", "monday", "--input", $$"""{"asOf":"{{Site.Day}}"}""");
            await program.SucceedAsync("trucks");
            await using (var served = await Served.StartAsync(data: Site.Data))
            {
                await served.CallAsync(
                    "AWSStepFunctions.CreateStateMachine",
                    $$"""{"name":"Waits","roleArn":"arn:aws:iam::000000000000:role/any","definition":{{System.Text.Json.JsonSerializer.Serialize(Waits)}}}""");
                await served.CallAsync(
                    "AWSStepFunctions.StartExecution",
                    """{"stateMachineArn":"arn:aws:states:us-east-1:000000000000:stateMachine:Waits","name":"forever"}""");
                await served.CallAsync(
                    "AmazonSQS.SendMessage",
                    """{"QueueUrl":"http://127.0.0.1/000000000000/DeliveryQueue","MessageBody":"A message that is of some length, so that half of it is not much."}""");
                await served.CallAsync("DynamoDB_20120810.ListTables", "{}");
                await served.CallAsync(
                    "Kinesis_20131202.PutRecords",
                    $$"""{"StreamName":"telemetry","Records":[{{string.Join(',', Enumerable.Repeat("""{"PartitionKey":"T1","Data":"bm8gZXZlbnQ="}""", 400))}}]}""");
            }
        }

        public ValueTask DisposeAsync()
        {
            Site.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
