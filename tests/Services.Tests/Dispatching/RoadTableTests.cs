using Lake.Firehose;
using Local.Dispatching;
using Replenishment.Dispatching;
using Tests.Shared;
using Place = Replenishment.Dispatching.Site;

namespace Services.Tests.Dispatching;

/// <summary>The user's own ways between places.</summary>
public sealed class RoadTableTests : IDisposable
{
    private static readonly Place Depot = new("D01", 53.55, 9.99);
    private static readonly Place Store = new("S1", 53.6, 10.1);
    private static readonly Place Far = new("S2", 54, 11);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("from_id,to_id,kilometres,hours\nD01,S1,12.5,0.5\n")]
    [InlineData("hours;kilometres;to_id;from_id;note\n0.5;12.5;D01;S1;by ferry\n")]
    [InlineData("""{"from_id":"D01","to_id":"S1","kilometres":12.5,"hours":0.5}""")]
    [InlineData("""[{"from_id":"D01","to_id":"S1","kilometres":12.5,"hours":0.5}]""")]
    public void A_way_is_the_same_in_both_directions_whatever_the_form_of_the_file(string text)
    {
        var roads = Read(text);

        Assert.Equal(new(12_500, 1_800), roads.Between(Depot, Store));
        Assert.Equal(new(12_500, 1_800), roads.Between(Store, Depot));
        Assert.Null(roads.Missing);
    }

    [Fact]
    public void Of_two_directions_the_longer_one_counts()
    {
        var roads = Read("from_id,to_id,kilometres,hours\nD01,S1,12,0.5\nS1,D01,14,0.25\n");

        Assert.Equal(new(14_000, 1_800), roads.Between(Depot, Store));
    }

    [Fact]
    public void Without_hours_a_way_is_driven_at_the_usual_speed()
    {
        Assert.Equal(new(25_000, 1_800), Read("from_id,to_id,kilometres\nD01,S1,25\n").Between(Depot, Store));
        Assert.Equal(new(25_000, 1_800), Read("from_id,to_id,kilometres,hours\nD01,S1,25,\n").Between(Depot, Store));
    }

    [Fact]
    public void A_way_that_is_not_there_is_estimated_and_told_of()
    {
        var roads = Read("from_id,to_id,kilometres\nD01,S1,25\n");

        Assert.Equal(EstimatedRoads.Everywhere.Between(Depot, Far), roads.Between(Depot, Far));
        Assert.Equal(default, roads.Between(Far, Far));
        Assert.Equal(
            $"{folder["ways"]} has no way between D01 and S2: estimated by the great circle. Add it there.", roads.Missing);

        roads.Between(Far, Store);
        roads.Between(Store, Far);
        Assert.Equal(
            $"{folder["ways"]} has no way between D01 and S2, nor between 1 more pairs of places: estimated by the great circle. Add it there.",
            roads.Missing);
    }

    [Theory]
    [InlineData("from_id,to_id,kilometres\nD01,S1,near\n", "row 1: kilometres is 'near'; expected a number from 0 to 20000.")]
    [InlineData("from_id,to_id,kilometres\nD01,S1,1\nD01,S2,-1\n", "row 2: kilometres is '-1'; expected a number from 0 to 20000.")]
    [InlineData("from_id,to_id,kilometres\nD01,,1\n", "row 1: to_id is empty or missing; expected the id of a store or a depot.")]
    [InlineData("origin,to_id,kilometres\nD01,S1,1\n", "row 1: from_id is empty or missing; expected the id of a store or a depot.")]
    [InlineData("from_id,to_id,km\nD01,S1,1\n", "row 1: kilometres is empty or missing; expected a number from 0 to 20000.")]
    [InlineData("from_id,to_id,kilometres,hours\nD01,S1,1,soon\n", "row 1: hours is 'soon'; expected a number from 0 to 168.")]
    [InlineData("{\"from_id\":\"D01\",\"to_id\":", "line 1: this is not JSON.")]
    [InlineData("from_id,to_id,kilometres\n", "there is no way in it. A row has from_id, to_id, kilometres and, if you know them, hours.")]
    public void A_wrong_row_refuses_the_file_and_is_named(string text, string reason) =>
        Assert.Equal($"{folder["ways"]}: {reason}", Assert.Throws<IngestException>(() => Read(text)).Message);

    private RoadTable Read(string text)
    {
        File.WriteAllText(folder["ways"], text);
        return RoadFile.Read(folder["ways"], folder["temporary"], TestContext.Current.CancellationToken);
    }
}
