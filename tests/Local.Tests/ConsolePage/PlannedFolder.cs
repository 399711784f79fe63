using Local.Tests.Cli;

namespace Local.Tests.ConsolePage;

/// <summary>A data folder with two executions and a dispatch, for the tests of a class, one after the other.</summary>
public sealed class PlannedFolder : IAsyncLifetime
{
    private readonly LocalProgram program = new();

    internal string Data => program.Data;

    public async ValueTask InitializeAsync()
    {
        await program.StoresAsync();
        await program.StartAsync();
        await program.JsonAsync("trucks");
        await program.StartAsync();
    }

    public ValueTask DisposeAsync()
    {
        program.Dispose();
        return ValueTask.CompletedTask;
    }
}
