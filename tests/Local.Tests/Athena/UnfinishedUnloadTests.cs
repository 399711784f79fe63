using Lake.S3;
using Local.Athena;
using StatesLanguage;
using Tests.Shared;

namespace Local.Tests.Athena;

public sealed class UnfinishedUnloadTests
{
    private static readonly TaskResource.Integration Athena =
        (TaskResource.Integration)TaskResource.Parse("arn:aws:states:::athena:startQueryExecution.sync")!;

    [Fact]
    public void What_a_query_left_whose_end_was_not_written_is_cleared_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var lake = new S3Folder(folder.Root);
        lake.CreateBucket("lake");
        foreach (var key in new[] { "plans/1/a", "plans/2/a", "plans/3/a", "other/a" })
        {
            lake.Put(new("lake", key), "x"u8);
        }

        UnfinishedUnloads.Clear(
            [
                Scheduled(1, previous: 0, "plans/1/"),
                Happened(2, 1, HistoryEventType.TaskStarted, new EventDetails.TaskStarted(Athena)),
                Happened(3, 2, HistoryEventType.TaskSubmitted, new EventDetails.TaskAnswered(Athena, Json.Null)),
                Happened(4, 3, HistoryEventType.TaskSucceeded, new EventDetails.TaskAnswered(Athena, Json.Null)),
                Scheduled(5, previous: 4, "plans/2/"),
                Scheduled(6, previous: 4, "plans/3/"),
                Happened(7, 6, HistoryEventType.TaskStarted, new EventDetails.TaskStarted(Athena)),
                Happened(8, 7, HistoryEventType.TaskSubmitted, new EventDetails.TaskAnswered(Athena, Json.Null)),
            ],
            lake);

        Assert.Equal(["other/a", "plans/1/a"], lake.List(new("lake", "")).Select(item => item.Uri.Key));
    }

    [Fact]
    public void What_a_query_wrote_that_was_called_again_and_ended_stays()
    {
        using var folder = new TemporaryFolder();
        var lake = new S3Folder(folder.Root);
        lake.CreateBucket("lake");
        lake.Put(new("lake", "plans/1/a"), "x"u8);

        UnfinishedUnloads.Clear(
            [
                Scheduled(1, previous: 0, "plans/1/"),
                Scheduled(2, previous: 1, "plans/1/"),
                Happened(3, 2, HistoryEventType.TaskSucceeded, new EventDetails.TaskAnswered(Athena, Json.Null)),
            ],
            lake);

        Assert.Equal(["plans/1/a"], lake.List(new("lake", "")).Select(item => item.Uri.Key));
    }

    private static HistoryEvent Scheduled(long id, long previous, string prefix) => Happened(
        id, previous, HistoryEventType.TaskScheduled, new EventDetails.TaskScheduled(
            Athena, "us-east-1", JsonObject.Of(("QueryString", Json.Of($"UNLOAD (SELECT 1) TO 's3://lake/{prefix}' WITH (format = 'PARQUET')")))));

    private static HistoryEvent Happened(long id, long previous, HistoryEventType type, EventDetails details) =>
        new(id, previous, DateTimeOffset.UnixEpoch, type, details);
}
