using Kinesis.Mappings;

namespace Kinesis.Tests.Mappings;

/// <summary>What a mapping says of itself.</summary>
public sealed class StateTests : IAsyncDisposable
{
    private readonly TestMapping mapping = new();

    public ValueTask DisposeAsync() => mapping.DisposeAsync();

    [Fact]
    public async Task Row_33_A_mapping_whose_function_is_gone_can_be_read_and_deleted()
    {
        await mapping.Streams.CreateAsync();
        await mapping.MapAsync("");
        await mapping.Mappings.DisposeAsync();
        await using var without = new EventSourceMappings(mapping.Streams.Service, new Dictionary<string, IStreamFunction>(), mapping, _ => { });
        await mapping.PutAsync(0, 0);
        without.Pass();
        Assert.Contains("\"State\":\"Enabled\"", Text(without.Get(mapping.Id)), StringComparison.Ordinal);
        Assert.Contains("\"State\":\"Deleting\"", Text(await without.DeleteAsync(mapping.Id)), StringComparison.Ordinal);
        Assert.Equal("", mapping.History);
    }

    [Fact]
    public async Task Row_83_A_new_mapping_is_creating_and_then_enabled()
    {
        await mapping.Streams.CreateAsync();
        var created = await mapping.CreateAsync("");
        Assert.Equal(
            ("Creating", "User action", "No records processed"),
            ((string)created["State"]!, (string)created["StateTransitionReason"]!, (string)created["LastProcessingResult"]!));
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Contains("\"State\":\"Enabled\"", Text(mapping.Mappings.Get((string)created["UUID"]!)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_84_A_mapping_is_disabling_and_then_disabled()
    {
        await mapping.Streams.CreateAsync();
        await mapping.MapAsync("");
        Assert.Equal("Disabling", (string)(await mapping.UpdateAsync("\"Enabled\":false"))["State"]!);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("Disabled", (string)mapping.Get()["State"]!);
    }

    [Fact]
    public async Task Row_85_A_mapping_is_deleting_and_then_unknown()
    {
        await mapping.Streams.CreateAsync();
        await mapping.MapAsync("");
        Assert.Contains("\"State\":\"Deleting\"", Text(await mapping.Mappings.DeleteAsync(mapping.Id)), StringComparison.Ordinal);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(1));
        var error = Assert.Throws<MappingException>(() => mapping.Get());
        Assert.Equal((404, "The resource you requested does not exist."), (error.Status, error.Message));
        await mapping.PutAsync(0, 0);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal("", mapping.History);
    }

    [Fact]
    public async Task Row_86_Changed_settings_hold_when_the_mapping_is_enabled_again()
    {
        await mapping.Streams.CreateAsync();
        await mapping.MapAsync("\"BatchSize\":1");
        Assert.Equal("Updating", (string)(await mapping.UpdateAsync("\"BatchSize\":2"))["State"]!);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(1));
        await mapping.PutAsync(0, 1);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("Enabled", (string)mapping.Get()["State"]!);
        Assert.Equal("[0 1]", mapping.History);
    }

    [Fact]
    public async Task Row_87_The_last_call_is_told_of()
    {
        await mapping.Streams.CreateAsync();
        mapping.Function.Answer = _ => mapping.Function.Calls.Count == 2 ? throw new InvalidOperationException("no") : "";
        await mapping.MapAsync("");
        await mapping.PutAsync(0, 0);
        await mapping.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        Assert.Equal("OK", (string)mapping.Get()["LastProcessingResult"]!);
        await mapping.PutAsync(1, 1);
        await mapping.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        Assert.Equal("PROBLEM: Function call failed", (string)mapping.Get()["LastProcessingResult"]!);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal("OK", (string)mapping.Get()["LastProcessingResult"]!);
    }

    [Theory]
    [InlineData("BatchSize", 1, 10_000)]
    [InlineData("MaximumBatchingWindowInSeconds", 0, 300)]
    [InlineData("ParallelizationFactor", 1, 10)]
    [InlineData("MaximumRetryAttempts", -1, 10_000)]
    [InlineData("MaximumRecordAgeInSeconds", 60, 604_800)]
    [InlineData("TumblingWindowInSeconds", 0, 900)]
    public async Task Numbers_out_of_range_are_refused(string name, int least, int most)
    {
        await mapping.Streams.CreateAsync();
        await Assert.ThrowsAsync<MappingException>(() => mapping.CreateAsync($"\"{name}\":{least - 1}"));
        await Assert.ThrowsAsync<MappingException>(() => mapping.CreateAsync($"\"{name}\":{most + 1}"));
        await mapping.MapAsync($"\"{name}\":{least}");
        await mapping.UpdateAsync($"\"{name}\":{most}");
    }

    private static string Text(ReadOnlyMemory<byte> json) => System.Text.Encoding.UTF8.GetString(json.Span);
}
