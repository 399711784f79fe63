using System.Text;
using JsonValues;
using Lake.Firehose;
using Lake.Reference;
using Lake.S3;
using Local.Storage;
using Replenishment.Dispatching;
using StatesLanguage;
using Tests.Shared;
using Workflow;
using Workflow.Reference;

namespace Chaos.Hostile;

/// <summary>What the hostile texts have found, each kept as it was.</summary>
public sealed class FoundTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("""{"\ud80d":1}""")]
    [InlineData("""{"store_id":"\ud801"}""")]
    public void Half_a_surrogate_pair_refuses_one_reading_and_no_other(string reading)
    {
        var result = Stream().Ingest(new MemoryStream(Encoding.UTF8.GetBytes($$"""{{reading}}{{'\n'}}{"store_id":"S1"}""")), DateTimeOffset.UnixEpoch);

        Assert.Equal((2, 1, 1), (result.Read, result.Written, result.Refused));
        Assert.Equal([KeyValuePair.Create("malformed JSON", 1L)], result.RefusedByReason);
    }

    [Fact]
    public void Half_a_surrogate_pair_refuses_reference_data_with_its_line()
    {
        var stores = new ReferenceTable(new S3Folder(folder.Root), "lake", WorkflowFiles.Tables.Single(table => table.Name == "stores"));

        var refused = Assert.Throws<ReferenceDataException>(
            () => stores.Load(new MemoryStream("""{"store_id":"\ud800"}"""u8.ToArray()), ReferenceFormat.JsonLines));

        Assert.Equal("Line 1: a text in it holds half of a surrogate pair.", refused.Message);
    }

    [Fact]
    public void Half_a_surrogate_pair_refuses_a_message()
    {
        Assert.Null(DeliveryReader.Read("\ud800", out var fault));
        Assert.StartsWith("The body is no delivery request: ", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    public void A_number_larger_than_a_double_stays_as_it_is_written(string number) =>
        Assert.Equal(number, Json.Parse(number).ToString());

    [Fact]
    public void A_pattern_that_would_try_for_years_matches_nothing()
    {
        Assert.True(JsonPath.TryParse("$[?(@ =~ /(a+)+b/)]", out var path));

        Assert.True(path.TryFind(JsonArray.Of(Json.Of(new string('a', 40))), out var found, out _));
        Assert.Equal(JsonArray.Empty, found);
    }

    public void Dispose() => folder.Dispose();

    private DeliveryStream Stream() =>
        new(new S3Folder(folder.Root), "lake", WorkflowFiles.Tables.Single(table => table.Name == "inventory"), Ids.Random);
}
