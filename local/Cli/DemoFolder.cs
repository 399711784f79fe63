using Local.Storage;

namespace Local.Cli;

/// <summary>The folder that the demo makes anew each time; nobody else's is ever emptied.</summary>
internal static class DemoFolder
{
    private const string Mark = "demo";

    /// <returns>The empty folder.</returns>
    /// <exception cref="UsageException">There is something in its place that the demo did not make.</exception>
    public static string Prepare(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "demo");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            if (!File.Exists(Path.Combine(path, Mark)))
            {
                throw new UsageException($"'{path}' holds something that the demo did not make. Move it, or name another folder with --data.");
            }

            // The folder is not deleted while another process works in it.
            DataFolder.Open(path).Dispose();
            Directory.Delete(path, recursive: true);
        }

        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, Mark), "Made by the demo, which deletes this folder when it runs again.\n");
        return path;
    }
}
