using System.CommandLine;
using Local.Dispatching;
using Local.Services;
using Replenishment.Dispatching;

namespace Local.Cli;

/// <summary><c>--distances FILE</c>: the user's own ways between places, in place of great circles.</summary>
internal static class DistancesOption
{
    public static Option<string?> Create() => new("--distances")
    {
        Description = "A file (CSV, JSON or Parquet) with the columns from_id, to_id, kilometres and, if you know them, hours: routes are planned with these distances instead of the lake's table of distances, or of great circles.",
        HelpName = "FILE",
    };

    /// <returns>The file's ways; without one those of the lake; null where it has none either: every way is estimated.</returns>
    public static RoadTable? Read(string? file, Stage stage, CancellationToken cancellation) =>
        file is null ? stage.Roads() : RoadFile.Read(file, stage.Lake.TemporaryFolder, cancellation);
}
