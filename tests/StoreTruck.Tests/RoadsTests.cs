using System.Text;

namespace StoreTruck.Tests;

/// <summary>The ways that a wave is planned on: those of the lake's table, where it has one.</summary>
public sealed class RoadsTests
{
    private const string Header = "from_id,to_id,kilometres,hours\n";

    private readonly Stage stage = new();

    [Fact]
    public async Task A_wave_is_planned_on_the_lakes_ways_and_the_next_one_on_those_that_are_there_then()
    {
        Put("D1,S1,10,0.5\n");
        await stage.WaveAsync(Deliveries.Of("S1", "P1").Body());
        Put("D1,S1,30,1\n");
        await stage.WaveAsync(Deliveries.Of("S1", "P2").Body());

        Assert.Equal(["P1 20 km 1.25 h", "P2 60 km 2.25 h"], Driven());
        Assert.DoesNotContain(stage.Log.Lines, line => line.Contains("has no way", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_way_that_the_table_lacks_is_estimated_and_told_of()
    {
        Put("D1,S2,10,0.5\n");
        await stage.WaveAsync(Deliveries.Of("S1", "P1").Body());

        Assert.Contains(
            stage.Log.Lines,
            line => line.Contains("The table distances has no way between D1 and S1: estimated by the great circle. Add it there.", StringComparison.Ordinal));
        Assert.Single(stage.Recorded, key => key.StartsWith("S1|P1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_row_ends_the_wave_with_its_place_and_the_requests_wait()
    {
        Put("D1,S1,near,0.5\n");

        var error = await Assert.ThrowsAnyAsync<Exception>(() => stage.WaveAsync(Deliveries.Of("S1", "P1").Body()));

        Assert.Equal("s3://lake/distances/distances.csv: Line 2: kilometres is 'near'; expected a number.", error.Message);
        Assert.Single(stage.Queues.Visible(Stage.Deliveries));
        Assert.Empty(stage.Streamed);
    }

    private void Put(string rows) => stage.Bucket.Objects["distances/distances.csv"] = Encoding.UTF8.GetBytes($"{Header}{rows}");

    private IEnumerable<string> Driven() => stage.Streamed
        .SelectMany(rows => rows)
        .OrderBy(load => load.ProductId, StringComparer.Ordinal)
        .Select(load => $"{load.ProductId} {load.RouteKm} km {load.RouteHours} h");
}
