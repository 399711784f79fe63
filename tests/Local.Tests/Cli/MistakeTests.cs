using Local.Storage;

namespace Local.Tests.Cli;

/// <summary>What is printed when something cannot be done: one sentence, the place and the remedy, and no trace.</summary>
public sealed class MistakeTests : IDisposable
{
    private readonly LocalProgram program = new();

    public MistakeTests() => Directory.CreateDirectory(program.Data);

    private static string Machines => string.Join(", ", Workflow.ProductMachine.All.Select(machine => machine.Name));

    public static TheoryData<string, string> Sentences => new()
    {
        { "--nonsense", "Unrecognized command or argument '--nonsense'. '--help' lists the commands and their options.\n" },
        { "launch", "Unrecognized command or argument 'launch'. '--help' lists the commands and their options.\n" },
        { "stroes", "Unrecognized command or argument 'stroes'. Did you mean 'stores'? '--help' lists the commands and their options.\n" },
        { "help strat", "There is no command 'strat'. Did you mean 'start'? '--help' lists the commands and their options.\n" },
        { "start --imput {}", "Unrecognized command or argument '--imput'. Did you mean '--input'? '--help' lists the commands and their options.\n" },
        { "queue --outptu=json", "Unrecognized command or argument '--outptu=json'. Did you mean '--output'? '--help' lists the commands and their options.\n" },
        { "stores --stores 0", "--stores takes a whole number from 1 to 100000; '0' is none. '--help' lists the commands and their options.\n" },
        { "stores --seed x", "--seed takes a whole number from 0 to 2147483647; 'x' is none. '--help' lists the commands and their options.\n" },
        { "stores --end soon", "--end takes a time such as 2026-11-20T00:00:00Z; 'soon' is none. '--help' lists the commands and their options.\n" },
        { "queue --output csv", "--output csv: this command prints text or json.\n" },
        { "start", "The lake has no readings. Put some there first: 'stores' simulates them, 'ingest FILE' takes yours.\n" },
        { "start --input {\"asof\":\"2026-11-20\"}", "--input has 'asof', and there is no such setting. Did you mean 'asOf'? There are asOf, lookbackDays, transitDays.\n" },
        { "start --input {\"when\":1}", "--input has 'when', and there is no such setting. There are asOf, lookbackDays, transitDays.\n" },
        { "start --machine StorePlaning", $"--machine: there is no state machine 'StorePlaning'. Did you mean 'StorePlanning'? There are {Machines}. '--help' lists the commands and their options.\n" },
        { "start --machine StorePlanning --redrive latest", "--redrive goes on with an execution as it was started; leave --machine out. '--help' lists the commands and their options.\n" },
        { "graph none --machine x -o picture.svg", $"--machine: there is no state machine 'x'. There are {Machines}. '--help' lists the commands and their options.\n" },
        { "graph -o picture.gif", "picture.gif: a graph is drawn as a file that ends in .html, .svg or .mmd.\n" },
        { "graph -o /no/such/folder/x.svg", "/no/such/folder/x.svg: there is no folder '/no/such/folder'. Make it first, or name another place.\n" },
        { "ingest /", "/: this is a folder. Name the files in it, such as /*.\n" },
        { "ingest /no/such/file.csv", "/no/such/file.csv: there is no such file.\n" },
        { "ingest --table stores -", "-: reference data comes from a file that ends in .csv or .jsonl.\n" },
        { "ingest --table stores x.csv --dry-run", "--dry-run is for readings, and --table replaces reference data by a file as it is. Leave out one of them. '--help' lists the commands and their options.\n" },
        { "graph nowhere -o x.svg", "There is no execution 'nowhere' in this data folder. Run 'start', or draw the state machine alone: graph none.\n" },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public async Task A_mistake_on_the_command_line_is_one_sentence(string arguments, string sentence)
    {
        var printed = await program.RunAsync(arguments.Split(' '));

        Assert.Equal((1, "", sentence), (printed.ExitCode, printed.Output, printed.Error.ReplaceLineEndings("\n")));
    }

    [Theory]
    [InlineData("help")]
    [InlineData("help start")]
    public async Task Help_is_a_command_too(string arguments)
    {
        var printed = await program.RunAsync(arguments.Split(' '));
        var asked = await program.RunAsync([.. arguments.Split(' ')[1..], "--help"]);

        Assert.Equal((0, asked.Output, ""), (printed.ExitCode, printed.Output, printed.Error));
        Assert.StartsWith("Description:", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_AWS_refuses_is_refused()
    {
        await program.StoresAsync(stores: 2, products: 2);

        var printed = await program.RunAsync("start", "--name", "a/b", "--input", $$"""{"asOf":"{{LocalProgram.Day}}"}""");

        Assert.Equal((1, "An error occurred (InvalidName): Invalid Name: 'a/b'"), (printed.ExitCode, printed.Error.TrimEnd()));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("trucks")]
    [InlineData("queue")]
    [InlineData("drive")]
    [InlineData("visits")]
    [InlineData("minutes")]
    [InlineData("alerts")]
    [InlineData("streams")]
    [InlineData("graph -o x.svg")]
    [InlineData("query VALUES(1)")]
    public async Task A_misspelt_data_folder_is_not_made(string arguments)
    {
        Directory.Delete(program.Data);

        var printed = await program.RunAsync(arguments.Split(' '));

        Assert.Equal(
            (1, "", $"There is no data folder '{program.Data}'. Name another one with --data, or make it with 'stores' or 'ingest'."),
            (printed.ExitCode, printed.Output, printed.Error.TrimEnd()));
        Assert.False(Directory.Exists(program.Data));
    }

    [Fact]
    public async Task Input_that_is_not_JSON_is_refused_as_AWS_refuses_it()
    {
        var printed = await program.RunAsync("start", "--input", "{asOf}");

        Assert.Equal(1, printed.ExitCode);
        Assert.StartsWith("An error occurred (InvalidExecutionInput): Invalid State Machine Execution Input: '", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_state_machine_file_is_named()
    {
        var printed = await program.RunAsync("start", "--definition", program["nowhere.json"]);

        Assert.Equal(1, printed.ExitCode);
        Assert.StartsWith($"{program["nowhere.json"]} cannot be read (", printed.Error, StringComparison.Ordinal);
        Assert.EndsWith("). Name a file that is there and may be read.", printed.Error.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_no_routing_instance()
    {
        var printed = await program.RunAsync("route", program[""]);

        Assert.Equal(1, printed.ExitCode);
        Assert.StartsWith($"'{program[""]}' is a folder: name a TSPLIB CVRP file.", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_state_machine_file_is_refused_with_every_problem_at_its_place()
    {
        var broken = Workflow.ProductMachine.StorePlanning.Definition
            .Replace("\"Next\": \"ListShortages\"", "\"Next\": \"ListShortage\"", StringComparison.Ordinal)
            .Replace("\"StartAt\": \"SendDeliveries\"", "\"StartAt\": \"Send\"", StringComparison.Ordinal);

        var printed = await program.RunAsync("start", "--definition", program.Write("broken.asl.json", broken));

        Assert.Equal(1, printed.ExitCode);
        Assert.StartsWith("The state machine definition is not valid:\n", printed.Error, StringComparison.Ordinal);
        Assert.Contains("  /States/FindLowStock/Next: ", printed.Error, StringComparison.Ordinal);
        Assert.Contains("/States/PlanDeliveries/", printed.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(Path.Combine(program.Data, "executions")) ? Directory.GetDirectories(Path.Combine(program.Data, "executions")) : []);
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_told_who_has_it()
    {
        using var held = DataFolder.Open(program.Data);

        var printed = await program.RunAsync("trucks");

        Assert.Equal(1, printed.ExitCode);
        Assert.Contains($"{Environment.ProcessId}", printed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reference_data_with_a_bad_line_is_refused_whole()
    {
        var file = program.Write("stores.csv", "store_id,name,region,depot_id,latitude,longitude\nS1,One,north,D1,53.5,north\n");

        var printed = await program.RunAsync("ingest", "--table", "stores", file);

        Assert.Equal(1, printed.ExitCode);
        Assert.Contains("Line 2", printed.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(program.Data, "s3", "streaming-analytics-lake", "stores", "stores.csv")));
    }

    public void Dispose() => program.Dispose();
}
