using System.Text;
using Lake.Reference;
using Workflow.Reference;

namespace Lake.Tests.Reference;

public sealed class ReferenceTableTests : IDisposable
{
    private const string Header = "depot_id,name,latitude,longitude,trucks,truck_volume_l,route_hours\n";
    private const string WithoutHours = "depot_id,name,latitude,longitude,trucks,truck_volume_l\n";

    private readonly TemporaryLake lake = new();

    public void Dispose() => lake.Dispose();

    [Fact]
    public async Task A_csv_is_the_table_whatever_the_order_of_its_columns()
    {
        Assert.Equal(2, Load("\uFEFFtrucks,depot_id,name,latitude,longitude,extra,truck_volume_l\r\n4,D1,\"North, \"\"old\"\"\",1.5,-2,x,20000\r\n5,D2,\"two\",1,2,,1e4"));

        Assert.Equal(
            "\"depot_id\",\"name\",\"trucks\",\"truck_volume_l\"\n\"D1\",\"North, \"\"old\"\"\",\"4\",\"20000.0\"\n\"D2\",\"two\",\"5\",\"10000.0\"\n",
            await lake.CsvAsync("SELECT depot_id, name, trucks, truck_volume_l FROM depots ORDER BY 1"));
        Assert.Equal(["depots/depots.csv"], lake.Keys("depots/"));
    }

    [Fact]
    public void Json_lines_are_the_table_too()
    {
        Assert.Equal(1, Load("""{"depot_id":"D1","name":"N","latitude":1.5,"longitude":2,"trucks":4,"truck_volume_l":20000,"more":[]}""", ReferenceFormat.JsonLines));

        Assert.Equal(Header + "D1,N,1.5,2,4,20000,9\n", lake.Text(new(TemporaryLake.Bucket, "depots/depots.csv")));
    }

    [Fact]
    public void A_value_that_has_a_usual_one_may_be_missing()
    {
        Load(Header + "D1,N,1,2,4,1,\nD2,N,1,2,4,1,7.5\n");

        Assert.Equal(Header + "D1,N,1,2,4,1,9\nD2,N,1,2,4,1,7.5\n", lake.Text(new(TemporaryLake.Bucket, "depots/depots.csv")));
    }

    [Theory]
    [InlineData("", "The file is empty; expected the header depot_id,name,latitude,longitude,trucks,truck_volume_l,route_hours.")]
    [InlineData("depot_id,name\n", "Line 1: the header has no column latitude; expected depot_id,name,latitude,longitude,trucks,truck_volume_l,route_hours.")]
    [InlineData(WithoutHours + "D1,N,1,2,4\n", "Line 2 has 5 values; expected 6, as the header has.")]
    [InlineData(WithoutHours + "D1,N,north,2,4,1\n", "Line 2: latitude is 'north'; expected a number.")]
    [InlineData(WithoutHours + "D1,N,1,2,4.5,1\n", "Line 2: trucks is '4.5'; expected a whole number.")]
    [InlineData(WithoutHours + "D1,N,91,2,4,1\n", "Line 2: latitude is '91'; expected a number from -90 to 90.")]
    [InlineData(WithoutHours + "D1,N,1,-180.5,4,1\n", "Line 2: longitude is '-180.5'; expected a number from -180 to 180.")]
    [InlineData(WithoutHours + "D1,N,1,2,0,1\n", "Line 2: trucks is '0'; expected a whole number from 1 to 100000.")]
    [InlineData(WithoutHours + "D1,N,1,2,4,0\n", "Line 2: truck_volume_l is '0'; expected a number more than 0, 1000000000000 at most.")]
    [InlineData(Header + "D1,N,1,2,4,1,24.5\n", "Line 2: route_hours is '24.5'; expected a number more than 0, 24 at most.")]
    [InlineData(WithoutHours + "D1,N,1,2,4,1\n\n ,N,1,2,4,1\n", "Line 4: depot_id is empty; expected a text.")]
    [InlineData(WithoutHours + "D1,N,1,2,4,1\nD1,M,1,2,4,1\n", "Line 3: depot_id is 'D1', which line 2 has already; expected each once.")]
    [InlineData(WithoutHours + "D1,\"two\r\nlines\",1,2,4,1\n", "Line 2: name holds a line end or a backslash, which Athena cannot read in CSV; expected a text without.")]
    [InlineData(WithoutHours + "D1,C:\\depot,1,2,4,1\n", "Line 2: name holds a line end or a backslash, which Athena cannot read in CSV; expected a text without.")]
    [InlineData(WithoutHours + "D1,\"N,1,2,4,1\n", "Line 2: a quoted value does not end.")]
    public void A_wrong_row_refuses_the_whole_file(string csv, string message)
    {
        Load(Header + "D9,old,1,2,3,4,5\n");

        Assert.Equal(message, Assert.Throws<ReferenceDataException>(() => Load(csv)).Message);
        Assert.Equal(Header + "D9,old,1,2,3,4,5\n", lake.Text(new(TemporaryLake.Bucket, "depots/depots.csv")));
    }

    [Fact]
    public void A_way_stands_once_in_each_direction_and_one_without_hours_has_none()
    {
        const string Ways = "from_id,to_id,kilometres,hours\n";
        var distances = new ReferenceTable(lake.Store, TemporaryLake.Bucket, TemporaryLake.Table("distances"));
        int Put(string rows) => distances.Load(new MemoryStream(Encoding.UTF8.GetBytes($"{Ways}{rows}")), ReferenceFormat.Csv);

        Assert.Equal(2, Put("D1,S1,12.5,\nS1,D1,13,0.5\n"));
        Assert.Equal($"{Ways}D1,S1,12.5,0\nS1,D1,13,0.5\n", lake.Text(distances.Uri));
        Assert.Equal(
            "Line 4: from_id is 'D1' and to_id is 'S1', which line 2 has already; expected each once.",
            Assert.Throws<ReferenceDataException>(() => Put("D1,S1,12.5,\nD1,S2,1,1\nD1,S1,13,1\n")).Message);
    }

    [Theory]
    [InlineData("[1]", "Line 1: expected a JSON object, found Array.")]
    [InlineData("{\"depot_id\":\"D1\"", "Line 1, character 17: the line is not JSON.")]
    [InlineData("{\"depot_id\":7}", "Line 1: depot_id is 7; expected a string.")]
    [InlineData("{\"name\":\"N\"}", "Line 1: depot_id is empty; expected a text.")]
    public void A_wrong_line_refuses_the_whole_file(string json, string message) =>
        Assert.Equal(message, Assert.Throws<ReferenceDataException>(() => Load(json, ReferenceFormat.JsonLines)).Message);

    private int Load(string text, ReferenceFormat format = ReferenceFormat.Csv) =>
        new ReferenceTable(lake.Store, TemporaryLake.Bucket, TemporaryLake.Table("depots"))
            .Load(new MemoryStream(Encoding.UTF8.GetBytes(text)), format);
}
