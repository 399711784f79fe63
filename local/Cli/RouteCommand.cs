using System.CommandLine;
using System.Globalization;
using Replenishment.Routing;

namespace Local.Cli;

/// <summary><c>route FILE.vrp</c>: the trucks' routing on a published instance, so that it can be compared.</summary>
internal static class RouteCommand
{
    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "A TSPLIB CVRP file (EUC_2D or EXPLICIT distances)." };
        var command = new Command("route", "Solves a vehicle routing instance with the trucks' own routing code.") { file };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), common.Apply(parsed, terminal)));

        return command;
    }

    private static int Run(string file, Terminal terminal)
    {
        using var text = new StreamReader(file);
        var instance = CvrpInstance.Read(text, file);
        var routes = RoutePlanner.Solve(instance.Problem);

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
/// <param name="Routes">Each the stops in order, numbered as in <c>.sol</c> files: 1 is the first place after the depot.</param>
internal sealed record RouteResult(long Cost, IReadOnlyList<IReadOnlyList<int>> Routes);
