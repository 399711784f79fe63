using Lake.Athena;
using Local.Names;
using Workflow;

namespace Local.Athena;

/// <summary>The workgroups: <c>primary</c>, and the pipeline's own, which enforces where results go.</summary>
internal static class AthenaWorkGroup
{
    public const string Primary = "primary";

    // The output location of the pipeline's workgroup, and of a request to another workgroup that names none.
    public const string Location = $"s3://{LocalNames.LakeBucket}/{LakeLayout.QueryResults}";

    /// <param name="name">Null: the one that AWS takes then.</param>
    /// <exception cref="AthenaException">There is none of that name.</exception>
    public static string Check(string? name) => (name ?? Primary) is Primary or LocalNames.WorkGroup
        ? name ?? Primary
        : throw new AthenaException("InvalidRequestException", $"WorkGroup {name} is not found.");

    /// <summary>The place to which a query writes its result.</summary>
    /// <param name="group">The pipeline's own overrides what a request says, as an enforced workgroup configuration does.</param>
    /// <param name="asked">The request's; null: it names none.</param>
    public static string OutputLocation(string group, string? asked) => group == Primary ? asked ?? Location : Location;
}
