using System.Globalization;
using System.Text.RegularExpressions;
using Local.ConsolePage;
using Local.Dispatching;
using Local.Services;
using Local.Tests.Cli;

namespace Local.Tests.ConsolePage;

public sealed partial class LastDispatchTests : IDisposable
{
    private readonly LocalProgram program = new();

    [Fact]
    public async Task Before_the_first_dispatch_it_says_what_to_do()
    {
        Assert.Equal(
            "<p class=\"lead\">No truck has been sent yet. Start an execution of StorePlanning: its deliveries go to trucks.</p>",
            await ShowAsync());
    }

    [Fact]
    public async Task The_last_dispatch_is_drawn_as_its_trucks_drive()
    {
        await program.StoresAsync();
        await program.StartAsync();
        var trucks = await program.JsonAsync("trucks");

        var page = await ShowAsync();

        Assert.Equal(
            trucks["routes"]!.AsArray().Select(route => string.Create(
                CultureInfo.InvariantCulture,
                $"{(string)route!["truckId"]!}: {route["stops"]!.AsArray().Count} stops, {(double)route["distanceKm"]!:N1} km, {(double)route["hours"]!:N1} h")),
            Routes().Matches(page).Select(route => $"{route.Groups["truck"]}: {route.Groups["stops"]} stops, {route.Groups["km"]} km, {route.Groups["hours"]} h"));
    }

    [Fact]
    public async Task What_the_last_wave_left_out_is_said_with_it()
    {
        await program.StoresAsync();
        await program.StartAsync();
        await program.JsonAsync("trucks");

        Assert.Contains(
            "<p class=\"lead\">The last wave: 1,590 lines dispatched, 0 on the road already, 2 superseded; 0 requests left for a later truck.</p>",
            await ShowAsync(new(60, 1_590, 0, 2, [], [], [], 0)),
            StringComparison.Ordinal);
    }

    public void Dispose() => program.Dispose();

    private async Task<string> ShowAsync(PassResult? lastWave = null)
    {
        await using var stage = Stage.Open(program.Data, TimeProvider.System, new Random(1));
        stage.LastWave = lastWave;
        var answer = await new PageData(stage, () => throw new InvalidOperationException(), _ => throw new InvalidOperationException(), _ => throw new InvalidOperationException()).ChangeAsync("dispatch", _ => null, TestContext.Current.CancellationToken);
        using var text = new StreamReader(answer!.Body);
        return await text.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("<title>Route [0-9]+, (?<truck>[^:]+): (?<stops>[0-9]+) stops?, [0-9]+ % full, (?<km>[0-9.,]+) km, (?<hours>[0-9.]+) h</title>")]
    private static partial Regex Routes();
}
