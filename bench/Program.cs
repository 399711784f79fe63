using Bench;
using Bench.EndToEnd;

switch (args)
{
    case []:
        Core.TakeOne();
        Console.WriteLine("| What | Size | Rate | Live memory at the end |");
        Console.WriteLine("|---|---|---|---|");
        StateBench.Run();
        return 0;
    case ["kernels"]:
        await Kernels.RunAsync();
        return 0;
    case ["end-to-end", .. var options]:
        return await Pipeline.RunAsync(Chain.Of(options));
    case ["stage", var stage, var folder]:
        return await Stages.RunAsync(stage, folder);
    default:
        Console.Error.WriteLine("Usage: bench, bench kernels, or bench end-to-end [--readings N] [--stores N] [--products N] [--repeat N].");
        return 1;
}
