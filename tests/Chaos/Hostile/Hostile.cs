using FsCheck;
using FsCheck.Fluent;

namespace Chaos.Hostile;

/// <summary>Gives a reader hostile text: it may refuse in its own words, never crash, hang, or fail as our code does.</summary>
internal static class Hostile
{
    // No reader needs a hundredth of it for a text of this size, also where other suites take the processors.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // The generator's other half of a seed.
    private const ulong OddGamma = 0x9E3779B97F4A7C15;

    /// <param name="sound">What the hostile texts are made from.</param>
    /// <param name="read">Reads one.</param>
    public static void Read(IReadOnlyList<string> sound, Action<string> read, int? inputs = null) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(inputs ?? Length.Inputs).WithReplay((ulong)Length.FirstSeed, OddGamma),
        Prop.ForAll(HostileText.Of([.. sound]), text =>
        {
            // On a thread of its own: the pool's may all be taken by others that wait here.
            var reading = Task.Factory.StartNew(() => read(text), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Assert.True(Task.WaitAny([reading], Patience) == 0, "It hangs.");
            reading.GetAwaiter().GetResult();
        }));
}
