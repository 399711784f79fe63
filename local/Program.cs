using Local.Cli;

return await CommandLine.RunAsync(args, Terminal.OfProcess);
