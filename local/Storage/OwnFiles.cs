using System.Runtime.InteropServices;

namespace Local.Storage;

/// <summary>Makes what is written the user's alone, whatever the umask of the shell says. Windows' profiles are the user's already.</summary>
internal static class OwnFiles
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // No rights for the group and for others.
    private const uint Umask = 0b000_111_111;

    /// <summary>Lets this process from now on make only files and folders that nobody else can read or write.</summary>
    public static void Begin()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetUmask(Umask);
        }
    }

    /// <summary>Makes a folder where there is none; one that is there stays as it is.</summary>
    /// <returns>The folder's full path.</returns>
    public static string CreateFolder(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path).FullName
        : Directory.CreateDirectory(path, Folder).FullName;

    // The runtime has no call for it, and DuckDB and SQLite make files of their own.
    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetUmask(uint mask);
}
