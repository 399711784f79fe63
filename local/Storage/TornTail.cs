using Lake.Counting;

namespace Local.Storage;

/// <summary>
/// The part of a journal's last write that a crash left. It was never acknowledged, and is kept in a file beside the
/// journal.
/// </summary>
internal static class TornTail
{
    /// <summary>Cuts the file to its sound length, bytes.</summary>
    /// <returns>A sentence on what was set aside, or null when the journal ends where it should.</returns>
    public static string? SetAside(string path, long sound)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var torn = file.Length - sound;
        if (torn == 0)
        {
            return null;
        }

        var aside = FreeName($"{path}.torn-{sound}");
        file.Position = sound;
        using (var copy = new FileStream(aside, FileMode.CreateNew))
        {
            file.CopyTo(copy);
            copy.Flush(flushToDisk: true);
        }

        file.SetLength(sound);
        file.Flush(flushToDisk: true);
        return $"'{path}' ended in {Counts.Things(torn, "byte")} of a write that never finished; this end is now in '{aside}'.";
    }

    private static string FreeName(string name) =>
        Enumerable.Range(2, int.MaxValue - 2).Select(n => $"{name}-{n}").Prepend(name).First(candidate => !File.Exists(candidate));
}
