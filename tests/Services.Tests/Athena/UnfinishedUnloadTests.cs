using JsonValues;
using Lake.S3;
using Local.Athena;
using StatesLanguage;
using Tests.Shared;

namespace Services.Tests.Athena;

public sealed class UnfinishedUnloadTests
{
    private static readonly TaskResource.Integration Athena =
        (TaskResource.Integration)TaskResource.Parse("arn:aws:states:::athena:startQueryExecution.sync")!;

    [Fact]
    public void What_a_query_wrote_whose_end_was_not_written_is_cleared_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var lake = Lake(
            folder, "plans/1/20261120_a_ended", "plans/2/20261120_a_open", "plans/2/20261120_a_open.gz", "plans/2/theirs", "plans/3/20261120_a_lost");
        List<string> notices = [];

        new UnfinishedUnloads(lake, notices.Add).Clear(
            [
                Scheduled(1, previous: 0, "plans/1/"),
                Happened(2, 1, HistoryEventType.TaskStarted, new EventDetails.TaskStarted(Athena)),
                Submitted(3, 2, "ended"),
                Happened(4, 3, HistoryEventType.TaskSucceeded, new EventDetails.TaskAnswered(Athena, Json.Null)),
                Scheduled(5, previous: 4, "plans/2/"),
                Happened(6, 5, HistoryEventType.TaskStarted, new EventDetails.TaskStarted(Athena)),
                Submitted(7, 6, "open"),
                Scheduled(8, previous: 4, "plans/3/"),
            ]);

        Assert.Equal(["plans/1/20261120_a_ended", "plans/2/theirs", "plans/3/20261120_a_lost"], Keys(lake));
        Assert.Equal(["Removed 2 files of the interrupted query open under s3://lake/plans/2/; the query runs again."], notices);
    }

    [Theory]
    [InlineData("inventory/")]
    [InlineData("")]
    public void An_unload_to_a_place_that_holds_data_takes_nothing_of_it(string target)
    {
        using var folder = new TemporaryFolder();
        var lake = Lake(folder, "inventory/dt=2026-11-20/hour=09/a.parquet", "inventory/b", "stores/stores.csv");

        new UnfinishedUnloads(lake, Assert.Fail).Clear(
            [
                Scheduled(1, previous: 0, target),
                Happened(2, 1, HistoryEventType.TaskStarted, new EventDetails.TaskStarted(Athena)),
                Submitted(3, 2, "waits"),
            ]);

        Assert.Equal(3, Keys(lake).Count);
    }

    [Fact]
    public void What_a_link_leads_to_is_not_the_lakes()
    {
        using var folder = new TemporaryFolder();
        var lake = Lake(folder, "plans/1/here");
        var elsewhere = Directory.CreateDirectory(Path.Combine(folder.Root, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, "20261120_a_open"), "x");
        Directory.CreateSymbolicLink(Path.Combine(lake.ObjectFolder, "lake", "plans", "1", "link"), elsewhere);
        Directory.CreateSymbolicLink(Path.Combine(lake.ObjectFolder, "lake", "plans", "loop"), Path.Combine(lake.ObjectFolder, "lake"));

        new UnfinishedUnloads(lake, Assert.Fail).Clear(
            [
                Scheduled(1, previous: 0, "plans/"),
                Happened(2, 1, HistoryEventType.TaskStarted, new EventDetails.TaskStarted(Athena)),
                Submitted(3, 2, "open"),
            ]);

        Assert.Equal(["plans/1/here"], Keys(lake));
        Assert.True(File.Exists(Path.Combine(elsewhere, "20261120_a_open")));
    }

    private static S3Folder Lake(TemporaryFolder folder, params string[] keys)
    {
        var lake = new S3Folder(folder.Root);
        lake.CreateBucket("lake");
        foreach (var key in keys)
        {
            lake.Put(new("lake", key), "x"u8);
        }

        return lake;
    }

    private static List<string> Keys(S3Folder lake) => [.. lake.List(new("lake", "")).Select(item => item.Uri.Key)];

    private static HistoryEvent Submitted(long id, long previous, string query) => Happened(
        id,
        previous,
        HistoryEventType.TaskSubmitted,
        new EventDetails.TaskAnswered(Athena, JsonObject.Of(("QueryExecutionId", Json.Of(query)))));

    private static HistoryEvent Scheduled(long id, long previous, string prefix) => Happened(
        id, previous, HistoryEventType.TaskScheduled, new EventDetails.TaskScheduled(
            Athena, "us-east-1", JsonObject.Of(("QueryString", Json.Of($"UNLOAD (SELECT 1) TO 's3://lake/{prefix}' WITH (format = 'PARQUET')")))));

    private static HistoryEvent Happened(long id, long previous, HistoryEventType type, EventDetails details) =>
        new(id, previous, DateTimeOffset.UnixEpoch, type, details);
}
