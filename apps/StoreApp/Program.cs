using RecordStreaming;
using StoreApp;

var surroundings = new Surroundings(
    connection => new AwsClients(connection),
    TimeProvider.System,
    Backoff.RandomFraction,
    Console.OpenStandardInput,
    IsTerminal: !Console.IsErrorRedirected);

return await StoreAppCommand.Create(surroundings).Parse(args).InvokeAsync();
