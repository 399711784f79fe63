using System.Text;

namespace Local.Storage;

/// <summary>Files that are there whole or not at all, whenever the process or the machine stops.</summary>
internal static class AtomicFile
{
    /// <summary>The end of the name of a file still being written.</summary>
    public const string Unfinished = ".unfinished";

    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Puts the bytes at the path, in place of what was there. One writer a path at a time.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var unfinished = path + Unfinished;
        try
        {
            using (var file = File.OpenHandle(unfinished, FileMode.Create, FileAccess.Write))
            {
                RandomAccess.Write(file, bytes, 0);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            TryDelete(unfinished);
            throw;
        }
    }

    /// <summary>Clears up after a failure; another failure here does not hide the first.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file stays until the data folder is next opened.
        }
    }
}
