using Local.Cli;
using Local.Services;
using Tests.Shared;

namespace Chaos.Runs;

/// <summary>A data folder with the readings of simulated stores, made once; runs work on copies of it.</summary>
internal sealed class Site : IDisposable
{
    /// <summary>The day that the readings end on.</summary>
    public const string Day = "2026-11-20";

    private readonly TemporaryFolder folder = new();

    private Site() { }

    public string Data => folder["data"];

    public static async Task<Site> CreateAsync(int stores, int products)
    {
        var site = new Site();
        await using var stage = Stage.Open(site.Data, TimeProvider.System, new Random(1));
        StoresCommand.Run(
            stage,
            new(stores, products, 3, 7, DateTimeOffset.Parse($"{Day}T23:59:00Z", System.Globalization.CultureInfo.InvariantCulture)),
            new(TextWriter.Null, TextWriter.Null, Stream.Null, IsInteractive: false),
            TestContext.Current.CancellationToken);
        return site;
    }

    public Site Copy()
    {
        var copy = new Site();
        foreach (var file in Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy.Data, Path.GetRelativePath(Data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public void Dispose() => folder.Dispose();
}
