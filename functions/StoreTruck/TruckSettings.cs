namespace StoreTruck;

/// <summary>What the stack tells the function through its environment.</summary>
/// <param name="DispatchTable">The DynamoDB table of the ledger.</param>
/// <param name="DispatchStream">The Firehose stream that carries dispatches to the lake.</param>
internal sealed record TruckSettings(string DispatchTable, string DispatchStream)
{
    /// <param name="variable">The value of an environment variable; null where it is not set.</param>
    /// <exception cref="InvalidOperationException">Some are not set; the message names each.</exception>
    public static TruckSettings Read(Func<string, string?> variable)
    {
        string[] names = ["DISPATCH_TABLE", "DISPATCH_STREAM"];
        var missing = names.Where(name => string.IsNullOrWhiteSpace(variable(name))).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidOperationException(
                $"StoreTruck cannot start: the environment has no {string.Join(" and no ", missing)}.");
        }

        return new(variable(names[0])!, variable(names[1])!);
    }
}
