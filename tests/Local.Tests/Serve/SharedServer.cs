namespace Local.Tests.Serve;

/// <summary>One server for tests that change nothing.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal Served Served { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Served = await Served.StartAsync();

    public ValueTask DisposeAsync() => Served.DisposeAsync();
}
