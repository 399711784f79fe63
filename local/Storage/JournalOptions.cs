namespace Local.Storage;

/// <param name="FlushToDisk">
/// Whether an append waits for the disk. Without it, appends survive the end of the process but not a power cut.
/// </param>
/// <param name="CompactAbove">Bytes below which a journal is never worth compacting.</param>
internal sealed record JournalOptions(bool FlushToDisk = true, long CompactAbove = 8 * 1024 * 1024);
