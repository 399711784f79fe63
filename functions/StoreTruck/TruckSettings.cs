using System.Globalization;

namespace StoreTruck;

/// <summary>The settings that the stack gives the function through its environment.</summary>
/// <param name="DeliveryQueue">The URL of the queue of delivery requests.</param>
/// <param name="WaitingQueue">The URL of the one where requests wait for a truck.</param>
/// <param name="DispatchTable">The DynamoDB table of the ledger.</param>
/// <param name="DispatchStream">The Firehose stream that carries dispatches to the lake.</param>
/// <param name="LakeBucket">The lake's bucket, from which the table of distances is read.</param>
/// <param name="RoutesBucket">
/// The bucket where routes are kept for the functions that follow the trucks; null when nothing follows them.
/// </param>
/// <param name="StreamLag">The time that a dispatch may take through that stream.</param>
internal sealed record TruckSettings(
    string DeliveryQueue, string WaitingQueue, string DispatchTable, string DispatchStream, TimeSpan StreamLag, string LakeBucket, string? RoutesBucket)
{
    private const string Lag = "STREAM_LAG_SECONDS";

    private static readonly string[] Required = ["DELIVERY_QUEUE_URL", "WAITING_QUEUE_URL", "DISPATCH_TABLE", "DISPATCH_STREAM", Lag, "LAKE_BUCKET"];

    /// <param name="variable">The value of an environment variable; null where it is not set.</param>
    /// <exception cref="InvalidOperationException">Some are not set; the message names each.</exception>
    public static TruckSettings Read(Func<string, string?> variable)
    {
        var missing = Required.Where(name => string.IsNullOrWhiteSpace(variable(name))).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidOperationException(
                $"StoreTruck cannot start: the environment has no {string.Join(" and no ", missing)}.");
        }

        string Value(int index) => variable(Required[index])!;

        return int.TryParse(variable(Lag), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new(Value(0), Value(1), Value(2), Value(3), TimeSpan.FromSeconds(seconds), Value(5), Optional("ROUTES_BUCKET", variable))
            : throw new InvalidOperationException(
                $"StoreTruck cannot start: {Lag} is '{variable(Lag)}', not a whole number of seconds.");
    }

    private static string? Optional(string name, Func<string, string?> variable) =>
        string.IsNullOrWhiteSpace(variable(name)) ? null : variable(name);
}
