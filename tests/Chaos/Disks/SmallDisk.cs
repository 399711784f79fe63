using System.Diagnostics;
using System.Globalization;
using Tests.Shared;

namespace Chaos.Disks;

/// <summary>A file system of a few megabytes: Linux, and only for root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private SmallDisk() { }

    public string Root => folder.Root;

    /// <summary>Skips the test where there can be none, with a notice.</summary>
    public static SmallDisk Mount(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "A small tmpfs takes root on Linux to mount.");
        var disk = new SmallDisk();
        var mounted = Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", disk.Root);
        if (!mounted)
        {
            disk.folder.Dispose();
            Assert.Skip("This machine does not let a tmpfs be mounted.");
        }

        return disk;
    }

    public void MakeReadOnly() => Assert.True(Run("mount", "-o", "remount,ro", Root));

    public void MakeWritable() => Assert.True(Run("mount", "-o", "remount,rw", Root));

    /// <summary>Takes all the room there is but some, kilobytes.</summary>
    public void Fill(int leaving)
    {
        var free = new DriveInfo(Root).AvailableFreeSpace - (leaving * 1024L);
        using var ballast = File.OpenHandle(Ballast, FileMode.Create, FileAccess.Write);
        var block = new byte[64 * 1024];
        for (var written = 0L; written < free; written += block.Length)
        {
            RandomAccess.Write(ballast, block.AsSpan(0, (int)Math.Min(block.Length, free - written)), written);
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "--lazy", Root);
        folder.Dispose();
    }

    private string Ballast => Path.Combine(Root, "ballast");

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
