using Commands;
using Local.Athena;
using Local.Cli;

if (args is [QueryWorker.Argument])
{
    await QueryWorker.RunAsync(Console.In, Console.Out);
    return 0;
}

using var stop = new StopSignals();
var exitCode = await CommandLine.RunAsync(args, Terminal.OfProcess, stop.Token);
return exitCode == CommandLine.Interrupted ? stop.ExitCode : exitCode;
