using System.CommandLine;
using JsonValues;
using Local.Drawing;
using Local.Names;
using Local.Report;
using Local.StepFunctions;
using Local.Storage;
using Workflow;

namespace Local.Cli;

/// <summary><c>graph</c>: an execution as a picture; without one, the state machine alone.</summary>
internal static class GraphCommand
{
    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var execution = new Argument<string>("execution")
        {
            Description = "An execution's name or ARN, or the beginning of one; 'none' draws the state machine alone.",
            DefaultValueFactory = _ => "latest",
        };
        var file = new Option<string>("--file", "-o") { Description = "The file to draw: .html, .svg or .mmd (Mermaid).", Required = true };
        var machine = MachineOption.Create("Which state machine 'none' draws");
        var command = new Command("graph", "Draws an execution: each state's status and times.") { execution, file, machine };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal);
            var path = parsed.GetRequiredValue(file);
            var draw = DrawingFor(path);
            OutputFile.RequireFolder(path);
            var name = parsed.GetRequiredValue(execution);
            var (drawn, picture) = name == "none"
                ? await DrawMachineAsync(parsed.GetRequiredValue(machine), draw, cancellation)
                : await DrawExecutionAsync(common, parsed, name, draw, cancellation);

            AtomicFile.Write(path, picture);
            var result = new GraphResult(Path.GetFullPath(path), drawn);
            output.Result(result, text => text.WriteLine($"Drew {drawn} in {path}."));
            return 0;
        });

        return command;
    }

    private static async Task<(string Drawn, string Picture)> DrawExecutionAsync(
        CommonOptions common, ParseResult parsed, string name, Draw draw, CancellationToken cancellation)
    {
        await using var stage = common.OpenExistingStage(parsed);
        var record = ExecutionRecord.Read(stage, Find(stage.Executions, name));

        return ($"execution {record.Execution.Name}", await draw(record.Definition, record, $"Execution {record.Execution.Name}", cancellation));
    }

    private static Execution Find(ExecutionStore executions, string name)
    {
        try
        {
            return executions.Find(name);
        }
        catch (ExecutionException error) when (error.Code == "ExecutionDoesNotExist")
        {
            throw new UsageException(
                $"There is no execution '{name}' in this data folder. Run 'start', or draw the state machine alone: graph none.", error);
        }
    }

    private static async Task<(string Drawn, string Picture)> DrawMachineAsync(ProductMachine machine, Draw draw, CancellationToken cancellation) => (
        $"the state machine {machine.Name}",
        await draw(Json.Parse(LocalNames.DefinitionOf(machine)), null, $"State machine {machine.Name}", cancellation));

    private static Draw DrawingFor(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".html" => async (_, record, _, cancellation) => record is null
            ? throw new UsageException($"{path}: a page shows an execution. Draw the state machine alone as .svg or .mmd.")
            : ReportPage.Of(new(record.Facts, await record.DrawAsync(cancellation))),
        ".svg" => (definition, record, title, cancellation) =>
            GraphDrawing.DrawAsync(definition, record?.States ?? [], title, cancellation: cancellation),
        ".mmd" => (definition, record, _, _) => Task.FromResult(Mermaid.Of(definition, record?.States ?? [])),
        _ => throw new UsageException($"{path}: a graph is drawn as a file that ends in .html, .svg or .mmd."),
    };

    private delegate Task<string> Draw(Json definition, ExecutionRecord? record, string title, CancellationToken cancellation);
}

internal sealed record GraphResult(string File, string Drawn);
