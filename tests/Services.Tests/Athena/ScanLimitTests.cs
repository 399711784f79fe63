using System.Text;
using Lake.Athena;
using Local.Athena;
using Local.Names;
using Local.Services;
using Tests.Shared;

namespace Services.Tests.Athena;

/// <summary>The product's workgroup has the limit that the stack's has.</summary>
public sealed class ScanLimitTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, LocalNames.WorkGroup, QueryState.Cancelled, "Bytes scanned limit was exceeded")]
    [InlineData(1, "primary", QueryState.Succeeded, null)]
    [InlineData(0, LocalNames.WorkGroup, QueryState.Succeeded, null)]
    [InlineData(1_000_000, LocalNames.WorkGroup, QueryState.Succeeded, null)]
    public async Task A_query_of_the_workgroup_is_cancelled_at_its_limit(long limit, string workGroup, QueryState state, string? reason)
    {
        await using var stage = Stage.Open(folder["data"], TimeProvider.System, new Random(1), scanLimit: limit);
        stage.Stream("inventory").Ingest(
            new MemoryStream(Encoding.UTF8.GetBytes("""{"event_id":"e"}""")), stage.Clock.GetUtcNow(), TestContext.Current.CancellationToken);

        var query = await stage.Athena.StartAsync(
            new("SELECT event_id FROM inventory", AthenaWorkGroup.Location) { Database = LocalNames.Database, WorkGroup = workGroup });
        var ended = await stage.Athena.WaitAsync(query.QueryExecutionId, TestContext.Current.CancellationToken);

        Assert.Equal((state, reason), (ended.State, ended.StateChangeReason));
    }
}
