namespace Kinesis.Tests.Mappings;

/// <summary>Batches that are cut in two when they fail.</summary>
public sealed class BisectTests : IAsyncDisposable
{
    private readonly TestMapping mapping = new();

    public ValueTask DisposeAsync() => mapping.DisposeAsync();

    [Fact]
    public async Task Row_34_A_failed_batch_is_tried_in_halves_the_lower_first()
    {
        await MapAsync("\"MaximumRetryAttempts\":-1", 7);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.StartsWith("[0 1 2 3 4 5 6 7] -> [0 1 2 3] -> [4 5 6 7] -> [4 5] -> [4] -> [5] -> [5]", mapping.History, StringComparison.Ordinal);
        Assert.DoesNotContain("[6", mapping.History, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_35_and_36_Cutting_uses_up_no_retries_and_what_is_left_is_told_of()
    {
        await MapAsync("\"MaximumRetryAttempts\":1", 7);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("[0 1 2 3 4 5 6 7] -> [0 1 2 3] -> [4 5 6 7] -> [4 5] -> [4] -> [5] -> [5] -> [6 7]", mapping.History);
        var batch = mapping.Failures.Single().Document["KinesisBatchInfo"]!;
        Assert.Equal((await mapping.NumberAsync(5), 1), ((string)batch["startSequenceNumber"]!, (int)batch["batchSize"]!));
    }

    [Fact]
    public async Task Row_37_A_batch_of_one_is_retried()
    {
        await MapAsync("\"MaximumRetryAttempts\":2", 0, "0");
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("[0] -> [0] -> [0]", mapping.History);
    }

    [Fact]
    public async Task Row_38_A_function_that_reports_items_and_throws_has_its_batch_cut_in_two()
    {
        await MapAsync("\"MaximumRetryAttempts\":0,\"FunctionResponseTypes\":[\"ReportBatchItemFailures\"]", 3, "3");
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("[0 1 2 3] -> [0 1] -> [2 3] -> [2] -> [3]", mapping.History);
    }

    [Fact]
    public async Task Row_39_A_reported_item_is_where_the_batch_is_cut()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 9);
        mapping.Function.Answer = call => mapping.Function.Calls.Count == 1 ? call.Reports("6") : "";
        await mapping.MapAsync("\"BatchSize\":10,\"BisectBatchOnFunctionError\":true,\"FunctionResponseTypes\":[\"ReportBatchItemFailures\"]");
        Assert.Equal("[0 1 2 3 4 5 6 7 8 9] -> [6 7 8 9]", mapping.History);
    }

    [Fact]
    public async Task Row_40_Later_batches_are_as_large_as_ever()
    {
        await MapAsync("\"MaximumRetryAttempts\":0", 3);
        await mapping.PutAsync(10, 17);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.EndsWith("[10 11 12 13 14 15 16 17]", mapping.History, StringComparison.Ordinal);
    }

    private async Task MapAsync(string settings, int last, string fails = "5")
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, last);
        mapping.Function.Answer = call => call.Texts.Contains(fails) ? throw new InvalidOperationException($"Cannot count {fails}.") : "";
        await mapping.MapAsync($$$"""
            {{{settings}}},"BatchSize":8,"BisectBatchOnFunctionError":true,"DestinationConfig":{"OnFailure":{"Destination":"{{{TestMapping.Queue}}}"}}
            """);
    }
}
