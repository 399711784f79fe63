using Bench;

// One core, so that the figures of machines with many of them compare.
if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
{
    using var self = System.Diagnostics.Process.GetCurrentProcess();
    self.ProcessorAffinity = 1;
}

Console.WriteLine("| What | Rate | Memory at the end |");
Console.WriteLine("|---|---|---|");
StateBench.Run();
return 0;
