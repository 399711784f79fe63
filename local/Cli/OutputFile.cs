using System.Text;
using Local.Storage;

namespace Local.Cli;

/// <summary>A file that a command writes for its user: whole, or not at all.</summary>
internal static class OutputFile
{
    /// <exception cref="UsageException">There is no folder for it.</exception>
    public static void RequireFolder(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"{path}: there is no folder '{folder}'. Make it first, or name another place.");
        }
    }

    public static void Write(string path, Action<TextWriter> write)
    {
        var unfinished = path + AtomicFile.Unfinished;
        try
        {
            using (var file = new StreamWriter(unfinished, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" })
            {
                write(file);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            AtomicFile.TryDelete(unfinished);
            throw;
        }
    }
}
