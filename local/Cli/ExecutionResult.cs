using System.Text;
using System.Text.Json;
using JsonValues;
using Local.StepFunctions;

namespace Local.Cli;

/// <summary>An execution as DescribeExecution shows it, its input and output as JSON.</summary>
internal sealed record ExecutionResult(
    string ExecutionArn,
    string Name,
    string Status,
    DateTimeOffset StartDate,
    DateTimeOffset? StopDate,
    JsonElement Input,
    JsonElement? Output,
    string? Error,
    string? Cause)
{
    /// <summary>The shortages and requests of the execution; null when it did not plan deliveries, or did not succeed.</summary>
    public PlanningResult? Planning { get; init; }

    /// <summary>The prices of the execution; null when it set none, or did not succeed.</summary>
    public PricingResult? Pricing { get; init; }

    public static ExecutionResult Of(Execution execution) => new(
        execution.ExecutionArn,
        execution.Name,
        execution.StatusText,
        execution.StartDate,
        execution.StopDate,
        Parse(execution.Input),
        execution.Output is { } output ? Parse(output) : null,
        execution.Error,
        execution.Cause);

    public void Print(TextWriter output)
    {
        output.WriteLine($"{Status}  {ExecutionArn}");
        if (Planning is not null)
        {
            Planning.Print(output);
        }
        else if (Pricing is not null)
        {
            Pricing.Print(output);
        }
        else if (Output is { } json)
        {
            using var text = new MemoryStream();
            using (var writer = new Utf8JsonWriter(text, PlainJson.IndentedWriter))
            {
                json.WriteTo(writer);
            }

            output.WriteLine(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
        }

        if (Error is not null || Cause is not null)
        {
            output.WriteLine($"{Error}: {FailureCause.ForPeople(Cause)}");
        }

        // Another attempt has the same input; and what a load gave up on, the next load takes.
        if (Output is null && Error?.StartsWith("Warehouse.", StringComparison.Ordinal) == true)
        {
            output.WriteLine("Next: mend the cause, then load again: warehouse load. What was loaded before stays.");
        }
        else if (Output is null && Error != "InvalidInput")
        {
            output.WriteLine($"Next: mend the cause, then go on from the state that failed: start --redrive {Name}");
        }
    }

    private static JsonElement Parse(string json) =>
        JsonDocument.Parse(json, PlainJson.Document).RootElement;
}
