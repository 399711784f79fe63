using System.Globalization;

namespace StoreTruck;

/// <summary>What the stack tells the function through its environment.</summary>
/// <param name="DispatchTable">The DynamoDB table of the ledger.</param>
/// <param name="DispatchStream">The Firehose stream that carries dispatches to the lake.</param>
/// <param name="RoutesBucket">Where routes are kept for those who follow the trucks; null: nobody does.</param>
/// <param name="StreamLag">The time that a dispatch may take through that stream.</param>
internal sealed record TruckSettings(string DispatchTable, string DispatchStream, TimeSpan StreamLag, string? RoutesBucket)
{
    /// <param name="variable">The value of an environment variable; null where it is not set.</param>
    /// <exception cref="InvalidOperationException">Some are not set; the message names each.</exception>
    public static TruckSettings Read(Func<string, string?> variable)
    {
        string[] names = ["DISPATCH_TABLE", "DISPATCH_STREAM", "STREAM_LAG_SECONDS"];
        var missing = names.Where(name => string.IsNullOrWhiteSpace(variable(name))).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidOperationException(
                $"StoreTruck cannot start: the environment has no {string.Join(" and no ", missing)}.");
        }

        return int.TryParse(variable(names[2]), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new(variable(names[0])!, variable(names[1])!, TimeSpan.FromSeconds(seconds), Optional("ROUTES_BUCKET", variable))
            : throw new InvalidOperationException(
                $"StoreTruck cannot start: {names[2]} is '{variable(names[2])}', not a whole number of seconds.");
    }

    private static string? Optional(string name, Func<string, string?> variable) =>
        string.IsNullOrWhiteSpace(variable(name)) ? null : variable(name);
}
