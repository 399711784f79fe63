using System.Diagnostics;

namespace Bench;

internal static class Core
{
    /// <summary>Binds the process to one core, so that the figures of machines with many of them compare.</summary>
    public static void TakeOne()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var self = Process.GetCurrentProcess();
            self.ProcessorAffinity = 1;
        }
    }
}
