namespace Deployed;

/// <summary>The names of a deployed stack, from environment variables that are called as the stack's outputs are.</summary>
internal sealed record StackOutputs(
    string InventoryStream,
    string StateMachineArn,
    string DeliveryQueueUrl,
    string DeadLetterQueueUrl,
    string Workgroup,
    string Database)
{
    private static readonly string[] Variables =
        ["inventoryStream", "stateMachineArn", "deliveryQueueUrl", "deadLetterQueueUrl", "workgroup", "database"];

    /// <summary>Skips the test, and says why, where the environment does not name them.</summary>
    public static StackOutputs OrSkip() =>
        Read(Environment.GetEnvironmentVariable, out var notice) ?? throw Xunit.Sdk.SkipException.ForSkip(notice!);

    /// <param name="notice">What is missing and where to get it; null where nothing is.</param>
    public static StackOutputs? Read(Func<string, string?> variable, out string? notice)
    {
        var missing = Variables.Where(name => string.IsNullOrEmpty(variable(name))).ToList();
        if (missing.Count > 0)
        {
            notice = $"Nothing deployed to test: the environment has no {string.Join(", ", missing)}. With a stack at hand:\n"
                + "  set -a; eval \"$(pulumi stack output --shell)\"; set +a; dotnet test --project tests/Deployed\n"
                + "On one machine, with 'dotnet run --project local -- serve' in another terminal:\n"
                + "  set -a; . tests/Deployed/local.env; set +a; dotnet test --project tests/Deployed\n"
                + "AWS_ENDPOINT_URL, AWS_PROFILE and AWS_REGION are honoured.";
            return null;
        }

        notice = null;
        var values = Variables.Select(name => variable(name)!).ToList();
        return new(values[0], values[1], values[2], values[3], values[4], values[5]);
    }
}
