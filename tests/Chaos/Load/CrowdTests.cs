using System.Globalization;
using System.Text.Json.Nodes;
using Chaos.Reading;
using Local.Tests.Serve;
using Tests.Shared;

namespace Chaos.Load;

/// <summary>Sixty-four clients at once: each request is answered or shed, and what was answered for is there afterwards.</summary>
public sealed class CrowdTests
{
    private const int Clients = 64;
    private const long Mebibyte = 1 << 20;

    private static readonly HashSet<string> Shed = ["RequestThrottled", "ServiceUnavailableException", "ThrottlingException"];

    [Fact]
    public async Task A_crowd_is_answered_nothing_is_lost_and_memory_stays_flat()
    {
        using var folder = new TemporaryFolder();
        using var server = await ServeProcess.StartAsync(folder["data"], 0, "--no-trucks");
        using var client = new PatientClient(server.Address);
        var crowd = new Crowd(client);
        var memory = new MemoryOverTime(() => server.Memory, () => (double)client.Answered / Length.CrowdRequests);

        await crowd.RunAsync(Clients, memory.GoesOn);
        await crowd.EndAsync();
        server.Kill();

        Report(client, crowd, memory);
        Check(crowd, folder["data"]);
        Assert.True(memory.Late < (1.25 * memory.Early) + (64 * Mebibyte), $"Memory grew from {memory.Early} to {memory.Late} bytes.");
    }

    [Fact]
    public async Task What_a_small_server_cannot_take_on_is_shed_and_what_it_took_is_not_lost()
    {
        await using var served = await Served.StartAsync(
            new() { AtWork = 1, AtWorkWithRecords = 1, LongAtWork = 1, Waiting = 2, RunningExecutions = 4 });
        using var client = new PatientClient(served.Address);
        var crowd = new Crowd(client);

        // How fast a machine is decides what there is too much of first.
        await crowd.RunAsync(Clients, () => client.Answered < 1_500 || (client.Answered < 30_000 && !Shed.IsSubsetOf(client.Shed.Keys)));
        await crowd.EndAsync();
        await served.StopAsync();

        Check(crowd, served.Data);
        Assert.Empty(served.Notices);
        Assert.Superset(Shed, client.Shed.Keys.ToHashSet());
    }

    /// <summary>The books of the clients against what lies in the folder.</summary>
    private static void Check(Crowd crowd, string data)
    {
        var executions = Directory.EnumerateFiles(Path.Combine(data, "executions"), "execution.json", SearchOption.AllDirectories)
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!)
            .ToDictionary(execution => (string)execution["name"]!);
        Assert.Equal(crowd.Executions.Order(StringComparer.Ordinal), executions.Keys.Order(StringComparer.Ordinal));
        Assert.All(executions.Values, execution => Assert.True(HasEndedWell(execution), execution.ToJsonString()));
        Assert.Equal(
            crowd.WaitingMessages.Order(StringComparer.Ordinal),
            new QueueFile(data).Bodies("DeliveryQueue").Order(StringComparer.Ordinal));
        Assert.Equal((crowd.Sound, crowd.Dirty), (new LakeFiles(data).Readings(), RefusedFiles.Lines(data).LongCount()));
    }

    // With more queries than Athena takes, some execution's patience ends: it says so, and can be redriven.
    private static bool HasEndedWell(JsonNode execution) =>
        (string)execution["status"]! == "SUCCEEDED" || (string?)execution["error"] == "Athena.TooManyRequestsException";

    private static void Report(PatientClient client, Crowd crowd, MemoryOverTime memory) => TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {client.Answered:N0} requests were answered; shed: {string.Join(", ", client.Shed.Select(shed => $"{shed.Value:N0} {shed.Key}"))}
        {crowd.Executions.Count:N0} executions, {crowd.Queries:N0} queries, {crowd.Sound:N0} readings, {crowd.Dirty:N0} lines refused
        memory {memory.Early / Mebibyte} MiB early, {memory.Late / Mebibyte} MiB late, {memory.Most / Mebibyte} MiB at most
        """));
}
