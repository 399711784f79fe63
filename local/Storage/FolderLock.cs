using System.Globalization;

namespace Local.Storage;

/// <summary>
/// Holds a folder for one process. The operating system keeps the lock and drops it with the process, so that a killed
/// one blocks nobody; the process id beside it only serves the sentence a second process prints.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream held;

    private FolderLock(FileStream held) => this.held = held;

    /// <summary>Whether the lock's file is where it was taken.</summary>
    public bool IsThere => File.Exists(held.Name);

    /// <exception cref="DataFolderException">Another process has it.</exception>
    public static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, "lock");
        var owner = path + ".pid";
        RefuseLink(path);
        RefuseLink(owner);
        FileStream held;
        try
        {
            held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsHeldElsewhere(e))
        {
            throw new DataFolderException(
                $"The data folder '{folder}' is in use by {Owner(owner)}. "
                + "Wait for it to end, end it, or name another folder with --data.",
                e);
        }

        try
        {
            File.WriteAllText(owner, $"{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}\n");
            return new FolderLock(held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose() => held.Dispose();

    // A link would lead to another file, which would be written over.
    private static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
        {
            throw new DataFolderException(
                $"'{path}' is a symbolic link to '{target}', and is not followed. Delete the link, or name another folder with --data.");
        }
    }

    // EWOULDBLOCK on Linux and macOS, a sharing violation on Windows.
    private static bool IsHeldElsewhere(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string Owner(string path)
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            return text.Length > 0 ? $"process {text}" : "another process";
        }
        catch (IOException)
        {
            // The other process has taken the lock and not yet said who it is.
            return "another process";
        }
    }
}
