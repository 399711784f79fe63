using System.CommandLine;
using Local.Dispatching;
using Local.Services;

namespace Local.Cli;

/// <summary><c>--distances FILE</c>: the user's own ways between places, in place of great circles.</summary>
internal static class DistancesOption
{
    public static Option<string?> Create() => new("--distances")
    {
        Description = "A file (CSV, JSON or Parquet) with the columns from, to, kilometres and, if you know them, hours: routes are planned with these distances instead of great circles.",
        HelpName = "FILE",
    };

    /// <returns>Null where there is no file: every way is estimated.</returns>
    public static RoadTable? Read(string? file, Stage stage, CancellationToken cancellation) =>
        file is null ? null : RoadTable.Read(file, stage.Lake.TemporaryFolder, cancellation);
}
