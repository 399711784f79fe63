using Commands;
using RecordStreaming;
using StoreApp;

var environment = new CommandEnvironment(
    connection => new AwsClients(connection),
    TimeProvider.System,
    Backoff.RandomFraction,
    Console.OpenStandardInput,
    IsTerminal: !Console.IsErrorRedirected);

using var stop = new StopSignals();

// Signals are caught here: it tells one from the other, and sets no time after which a command is cut off.
var exitCode = await StoreAppCommand.Create(environment).Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null }, stop.Token);
return exitCode == ExitCode.Interrupted ? stop.ExitCode : exitCode;
