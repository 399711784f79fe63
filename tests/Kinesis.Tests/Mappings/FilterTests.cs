using System.Text;
using System.Text.Json;
using Kinesis.Mappings;

namespace Kinesis.Tests.Mappings;

/// <summary>Records that a function does not see.</summary>
public sealed class FilterTests : IAsyncDisposable
{
    private readonly TestMapping mapping = new();

    public ValueTask DisposeAsync() => mapping.DisposeAsync();

    [Fact]
    public async Task Row_63_Each_function_gets_the_records_of_its_pattern()
    {
        await mapping.Streams.CreateAsync();
        var other = mapping.AddFunction("other");
        await PutAsync("""{"event_type":"function_1"}""", """{"event_type":"function_2"}""");
        await mapping.MapAsync($"\"BatchSize\":1,{Filter("""{"data":{"event_type":["function_1"]}}""")}");
        await mapping.MapAsync($"\"BatchSize\":1,{Filter("""{"data":{"event_type":["function_2"]}}""")}", function: "other");
        Assert.Equal("""[{"event_type":"function_1"}]""", mapping.History);
        Assert.Equal("""[{"event_type":"function_2"}]""", other.History);
    }

    [Fact]
    public async Task Rows_64_and_65_What_does_not_fit_is_passed_over_and_does_not_come_again()
    {
        await mapping.Streams.CreateAsync();
        await PutAsync("""{"a":1}""", "no JSON");
        await mapping.MapAsync(Filter("""{"data":{"a":[2]}}"""));
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(3));
        await mapping.RestartAsync();
        await PutAsync("""{"a":2}""");
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.Equal("""[{"a":2}]""", mapping.History);
        Assert.Empty(mapping.Failures);
    }

    [Fact]
    public async Task Row_66_A_pattern_without_data_does_not_look_at_it()
    {
        await mapping.Streams.CreateAsync();
        await PutAsync("no JSON");
        await mapping.MapAsync(Filter("""{"partitionKey":["no JSON"]}"""));
        Assert.Equal("[no JSON]", mapping.History);
    }

    [Fact]
    public async Task Row_67_One_of_up_to_five_patterns_has_to_fit_with_all_its_members()
    {
        await mapping.Streams.CreateAsync();
        await PutAsync("""{"a":1,"b":1}""", """{"a":1,"b":2}""", """{"c":3}""");
        await mapping.MapAsync(Filter("""{"data":{"a":[1],"b":[2]}}""", """{"data":{"c":[3]}}"""));
        Assert.Equal("""[{"a":1,"b":2} {"c":3}]""", mapping.History);
    }

    [Fact]
    public async Task Row_68_A_record_is_filtered_before_it_counts_for_its_batch()
    {
        await mapping.Streams.CreateAsync();
        await PutAsync("""{"a":1}""", """{"a":2}""", """{"a":2}""", """{"a":1}""", """{"a":2}""");
        await mapping.MapAsync($"\"BatchSize\":2,\"MaximumBatchingWindowInSeconds\":60,{Filter("""{"data":{"a":[1]}}""")}");
        Assert.Equal("""[{"a":1} {"a":1}]""", mapping.History);
    }

    [Theory]
    [InlineData("single-string")]
    [InlineData("[{\\\"eventName\\\": [\\\"INSERT\\\"=123}]")]
    [InlineData("{\\\"data\\\": \\\"x\\\"}")]
    public async Task Row_69_What_is_no_pattern_is_refused(string pattern)
    {
        await mapping.Streams.CreateAsync();
        var error = await Assert.ThrowsAsync<MappingException>(
            () => mapping.CreateAsync($$"""
                "FilterCriteria":{"Filters":[{"Pattern":"{{pattern}}"}]}
                """));
        Assert.Equal(("InvalidParameterValueException", "Invalid filter pattern definition."), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("""{"a":[{"prefix":"ab"}]}""", """{"a":"abc"}""", true)]
    [InlineData("""{"a":[{"suffix":"ab"}]}""", """{"a":"abc"}""", false)]
    [InlineData("""{"a":[{"numeric":[">",1,"<=",3]}]}""", """{"a":3}""", true)]
    [InlineData("""{"a":[{"numeric":[">",1,"<=",3]}]}""", """{"a":1}""", false)]
    [InlineData("""{"a":[{"exists":false}]}""", """{"b":1}""", true)]
    [InlineData("""{"a":[{"anything-but":["x","y"]}]}""", """{"a":"y"}""", false)]
    [InlineData("""{"a":[{"anything-but":"x"}]}""", """{"a":"y"}""", true)]
    [InlineData("""{"a":[{"equals-ignore-case":"X"}]}""", """{"a":"x"}""", true)]
    [InlineData("""{"a":[null]}""", """{"a":null}""", true)]
    [InlineData("""{"a":["x"]}""", """{"a":["y","x"]}""", true)]
    [InlineData("""{"$or":[{"a":[1]},{"b":[1]}]}""", """{"b":1}""", true)]
    [InlineData("""{"a":{"b":[1]}}""", """{"a":1}""", false)]
    public void A_pattern_has_the_filters_of_EventBridge(string pattern, string value, bool fits)
    {
        using var parsed = JsonDocument.Parse(value);
        Assert.Equal(fits, EventPattern.Parse(pattern)!.Matches(parsed.RootElement));
    }

    private static string Filter(params IEnumerable<string> patterns) =>
        $$"""
        "FilterCriteria":{"Filters":[{{string.Join(',', patterns.Select(pattern => $$"""{"Pattern":{{JsonSerializer.Serialize(pattern)}}}"""))}}]}
        """;

    private Task<IReadOnlyList<PutOutcome>> PutAsync(params IEnumerable<string> texts) =>
        mapping.Streams.Service.PutAsync("telemetry", [.. texts.Select(text => new PutRecord(text, Encoding.UTF8.GetBytes(text)))]);
}
