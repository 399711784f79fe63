using Bench;

// One core, so that the figures of machines with many of them compare.
if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
{
    using var self = System.Diagnostics.Process.GetCurrentProcess();
    self.ProcessorAffinity = 1;
}

Console.WriteLine("| What | Size | Rate | Live memory at the end |");
Console.WriteLine("|---|---|---|---|");
StateBench.Run();
return 0;
