using Local.Cli;

using var stop = new StopSignals();
var exitCode = await CommandLine.RunAsync(args, Terminal.OfProcess, stop.Token);
return exitCode == CommandLine.Interrupted ? stop.ExitCode : exitCode;
