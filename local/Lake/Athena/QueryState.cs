using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lake.Athena;

/// <summary>The state of a query.</summary>
[JsonConverter(typeof(QueryStateConverter))]
public enum QueryState
{
    /// <summary>The query waits for a place.</summary>
    Queued,
    Running,
    Succeeded,
    Failed,

    /// <summary>The query was stopped, or read more than its workgroup allows.</summary>
    Cancelled,
}

/// <summary>A state as Athena writes it.</summary>
public static class QueryStateName
{
    /// <returns>Such as <c>SUCCEEDED</c>.</returns>
    public static string Text(this QueryState state) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(state.ToString());
}

/// <summary>Reads and writes a state as Athena does.</summary>
public sealed class QueryStateConverter() : JsonStringEnumConverter<QueryState>(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false);
