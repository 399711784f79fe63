namespace StatesLanguage.Maps;

/// <summary>An ended child with its metadata, as result files and outputs with transformation NONE have it.</summary>
internal static class ChildReport
{
    private static readonly JsonObject Included = JsonObject.Of(("Included", Json.True));

    public static JsonObject Of(ChildExecution child, string stateMachineArn, ExecutionResult result)
    {
        var report = new JsonObject.Builder(12);
        var error = (result as ExecutionResult.Failed)?.Error ?? (result as ExecutionResult.Aborted)?.Reason;
        if (error?.Cause is { } cause)
        {
            report.Add("Cause", Json.Of(cause));
        }

        if (error?.Name is { } name)
        {
            report.Add("Error", Json.Of(name));
        }

        report.Add("ExecutionArn", Json.Of(child.ExecutionArn))
            .Add("Input", Json.Of(child.Input.ToString()))
            .Add("InputDetails", Included)
            .Add("Name", Json.Of(child.Name));
        if (result is ExecutionResult.Succeeded succeeded)
        {
            report.Add("Output", Json.Of(succeeded.Output.ToString())).Add("OutputDetails", Included);
        }

        return report
            .Add("StartDate", Json.Of(Timestamps.Format(child.StartDate)))
            .Add("StateMachineArn", Json.Of(stateMachineArn))
            .Add("Status", Json.Of(StatusName.Of(result.Status)))
            .Add("StopDate", Json.Of(Timestamps.Format(result.StopDate)))
            .Build();
    }
}
