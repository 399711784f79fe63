namespace Local.Serve.Live;

/// <summary>Something that changed, for those who watch.</summary>
/// <param name="Name"><c>execution</c>, <c>history</c>, <c>mapRun</c>, <c>child</c>, <c>queue</c> or <c>dispatch</c>.</param>
/// <param name="Data">JSON on one line.</param>
/// <param name="Execution">The execution it is a detail of: told only to those who watch that one; null: told to all.</param>
internal sealed record LiveEvent(string Name, string Data, string? Execution = null);
