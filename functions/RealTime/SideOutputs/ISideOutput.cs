namespace RealTime.SideOutputs;

/// <summary>Keeps what was not counted: the lake bucket on AWS.</summary>
public interface ISideOutput
{
    /// <summary>Returns once all of them are kept. A path that is kept already is written again, or left as it is.</summary>
    Task KeepAsync(IReadOnlyList<SetAside> records, CancellationToken cancellation = default);
}
