using RecordStreaming;
using StoreApp;

var environment = new CommandEnvironment(
    connection => new AwsClients(connection),
    TimeProvider.System,
    Backoff.RandomFraction,
    Console.OpenStandardInput,
    IsTerminal: !Console.IsErrorRedirected);

return await StoreAppCommand.Create(environment).Parse(args).InvokeAsync();
