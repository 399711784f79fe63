namespace Bench;

/// <summary>The sources that this program was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "StreamingAnalytics.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The benchmarks run from a build in the repository.");
        }

        return folder.FullName;
    }
}
