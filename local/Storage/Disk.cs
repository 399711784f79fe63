namespace Local.Storage;

internal static class Disk
{
    /// <summary>Whether the error says that there is no room: ENOSPC on Linux and macOS, ERROR_DISK_FULL on Windows.</summary>
    public static bool IsFull(IOException error) => error.HResult is 28 or unchecked((int)0x80070070);
}
