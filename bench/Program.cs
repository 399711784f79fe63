using System.Globalization;
using Bench;
using Bench.EndToEnd;
using Bench.Functions;
using Bench.Kernels;
using Bench.Streams;

switch (args)
{
    case []:
        Core.TakeOne();
        Console.WriteLine("| What | Size | Rate | Live memory at the end |");
        Console.WriteLine("|---|---|---|---|");
        StateBench.Run();
        return 0;
    case ["kernels", .. var options]:
        return KernelBench.Run(options);
    case ["routing"]:
        RoutingBench.Run(folder: null);
        return 0;
    case ["routing", "--instances", var folder]:
        RoutingBench.Run(folder);
        return 0;
    case ["functions"]:
        return await FunctionBench.RunAsync(starts: 15);
    case ["functions", "--starts", var starts]:
        return await FunctionBench.RunAsync(int.Parse(starts, CultureInfo.InvariantCulture));
    case ["end-to-end", .. var options]:
        return await Pipeline.RunAsync(Chain.Of(options));
    case ["nab", var data, var results]:
        return Nab.Run(data, results);
    case ["streams"]:
        return StreamBench.Run();
    case ["streams", "stage"]:
        return await StageStreams.RunAsync(eventsPerSecond: 1_000);
    case ["streams", "stage", var rate]:
        return await StageStreams.RunAsync(int.Parse(rate, CultureInfo.InvariantCulture));
    case ["streams", "puts", .. var addresses]:
        return await PutRate.RunAsync(addresses);
    case ["step", var step, var folder]:
        return await Steps.RunAsync(step, folder);
    default:
        Console.Error.WriteLine("""
            Usage: bench                                    the interpreter
                   bench kernels [--filter PATTERN ...]     the inner parts by themselves, with BenchmarkDotNet's options
                   bench routing [--instances DIR]          routes
                   bench functions [--starts N]             the functions' packages and cold starts
                   bench streams                            events a second, anomalies a second, failures found
                   bench streams stage [EVENTS_A_SECOND]    from put to minute, opening again, memory
                   bench streams puts ADDRESS ...           records a second of Kinesis endpoints
                   bench nab DATA_DIR RESULTS_DIR           scores the Numenta Anomaly Benchmark's series
                   bench end-to-end [--readings N] [--stores N] [--products N] [--repeat N]
            """);
        return 1;
}
