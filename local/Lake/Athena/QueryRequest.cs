namespace Lake.Athena;

/// <summary>A request of <c>StartQueryExecution</c>.</summary>
/// <param name="QueryString">One statement, with a <c>?</c> for each parameter.</param>
/// <param name="OutputLocation">The place of the result: <c>s3://bucket/prefix/</c>.</param>
public sealed record QueryRequest(string QueryString, string OutputLocation)
{
    /// <summary>The text of one SQL literal each: <c>2</c>, or <c>'2026-11-20'</c> with its quotes.</summary>
    public IReadOnlyList<string> ExecutionParameters { get; init; } = [];

    /// <summary>The database, or null for the lake's.</summary>
    public string? Database { get; init; }

    public string Catalog { get; init; } = "AwsDataCatalog";

    public string WorkGroup { get; init; } = "primary";

    /// <summary>The token by which a repeated request is recognised; null makes every request a new one.</summary>
    public string? ClientRequestToken { get; init; }

    /// <summary>Whether the request asks for the same as another one.</summary>
    internal bool Asks(QueryRequest other) =>
        (this with { ExecutionParameters = other.ExecutionParameters }) == other
        && ExecutionParameters.SequenceEqual(other.ExecutionParameters);
}
