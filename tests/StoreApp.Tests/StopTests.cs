namespace StoreApp.Tests;

public sealed class StopTests
{
    public static TheoryData<string> Commands =>
    [
        "--stream inventory --stores 2 --products 2 --days 1",
        "send - --stream inventory",
        "send - --stream inventory --lake lake",
        "verify --stream inventory --workgroup w --database d",
        "plan arn:aws:states:eu-west-1:123456789012:stateMachine:StorePlanning",
        "query - --workgroup w --database d",
        "trucks StoreTruck",
        "drive --stream telemetry --lake lake",
        "visits --stream visits --workgroup w --database d",
        "fleet --lake lake --port 0",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_that_is_stopped_says_so_in_one_sentence_and_sends_nothing(string command)
    {
        var calls = 0;
        using var app = new CommandLine((_, _) => throw new InvalidOperationException($"call {++calls}")) { Input = "SELECT 1" };
        await app.Interrupt.CancelAsync();

        var code = await app.RunAsync(command.Split(' '));

        Assert.Equal((130, 0), (code, calls));
        Assert.Matches("^Stopped\\. [^\n]+\n$", app.Error);
    }
}
