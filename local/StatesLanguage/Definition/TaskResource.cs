namespace StatesLanguage;

public enum TaskPattern
{
    RequestResponse,
    Sync,
    WaitForTaskToken,
}

/// <summary>The resource of a Task, taken apart into what events and services call it.</summary>
public abstract record TaskResource
{
    private TaskResource()
    {
    }

    public required string Arn { get; init; }

    public TaskPattern Pattern { get; init; }

    /// <summary>The name of the resource in messages.</summary>
    public abstract string DisplayName { get; }

    /// <summary>A Lambda function by its own ARN.</summary>
    public sealed record Function : TaskResource
    {
        public override string DisplayName => Arn;
    }

    public sealed record Activity : TaskResource
    {
        public override string DisplayName => Arn;
    }

    /// <summary>
    /// An integration: <c>arn:aws:states:::athena:startQueryExecution.sync</c> has service <c>athena</c> and action
    /// <c>startQueryExecution.sync</c>; with the SDK the service is <c>aws-sdk:sqs</c>.
    /// </summary>
    public sealed record Integration : TaskResource
    {
        public required string Service { get; init; }

        public required string Action { get; init; }

        /// <summary>The action without its pattern.</summary>
        public required string Operation { get; init; }

        public override string DisplayName => Service;
    }

    /// <summary>Takes a resource ARN apart; null where the text is none.</summary>
    public static TaskResource? Parse(string arn)
    {
        var parts = arn.Split(':', 6);
        if (parts.Length < 6 || parts[0] != "arn" || parts[5].Length == 0)
        {
            return null;
        }

        return parts[2] switch
        {
            "lambda" => new Function { Arn = arn },
            "states" when parts[5].StartsWith("activity:", StringComparison.Ordinal) => new Activity { Arn = arn },
            "states" => ParseIntegration(arn, parts[5]),
            _ => null,
        };
    }

    private static Integration? ParseIntegration(string arn, string name)
    {
        var split = name.StartsWith("aws-sdk:", StringComparison.Ordinal) ? name.IndexOf(':', "aws-sdk:".Length) : name.IndexOf(':');
        if (split < 0 || split == name.Length - 1)
        {
            return null;
        }

        var action = name[(split + 1)..];
        var dot = action.IndexOf('.');
        var suffix = dot < 0 ? "" : action[dot..];
        return new Integration
        {
            Arn = arn,
            Service = name[..split],
            Action = action,
            Operation = dot < 0 ? action : action[..dot],
            Pattern = suffix switch
            {
                ".waitForTaskToken" => TaskPattern.WaitForTaskToken,
                ".sync" or ".sync:2" => TaskPattern.Sync,
                _ => TaskPattern.RequestResponse,
            },
        };
    }
}
