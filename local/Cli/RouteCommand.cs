using System.CommandLine;
using System.Globalization;
using Replenishment.Routing;
using Tsplib;

namespace Local.Cli;

/// <summary><c>route FILE.vrp</c>: the trucks' routing on a published instance, so that it can be compared.</summary>
internal static class RouteCommand
{
    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "A TSPLIB CVRP file." };
        var seconds = new Option<double?>("--seconds")
        {
            Description = "The seconds for which to look for shorter routes; without it less than a second for a hundred stops, and the "
                + "same routes every time.",
            HelpName = "S",
        };
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or (> 0 and <= 86_400)))
            {
                result.AddError("--seconds takes a number above 0, 86400 at most.");
            }
        });
        var command = new Command("route", "Solves a vehicle routing instance with the trucks' own routing code.")
        {
            file, seconds,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(
                parsed.GetRequiredValue(file),
                parsed.GetValue(seconds) is { } limit ? TimeSpan.FromSeconds(limit) : null,
                common.Apply(parsed, terminal),
                cancellation),
            cancellation));

        return command;
    }

    private static int Run(string file, TimeSpan? limit, Terminal terminal, CancellationToken cancellation)
    {
        if (Directory.Exists(file))
        {
            throw new UsageException($"'{file}' is a folder: name a TSPLIB CVRP file.");
        }

        using var text = new StreamReader(file);
        var instance = CvrpInstance.Read(text, file);
        var routes = RoutePlanner.Solve(instance.Problem, limit, cancellation);

        terminal.Result(new RouteResult(instance.Cost(routes), routes), output =>
        {
            foreach (var (number, route) in routes.Index())
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Route #{number + 1}: {string.Join(' ', route)}"));
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Cost {instance.Cost(routes)}"));
        });
        return 0;
    }
}

/// <param name="Cost">The routes' length in the instance's rounded distances.</param>
/// <param name="Routes">The routes: each the stops in order, numbered as in <c>.sol</c> files: 1 is the first place after the depot.</param>
internal sealed record RouteResult(long Cost, IReadOnlyList<IReadOnlyList<int>> Routes);
