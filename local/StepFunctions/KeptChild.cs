using JsonValues;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>A child execution of a map run as it stands, with its events.</summary>
/// <param name="Child">The child as it was started.</param>
/// <param name="Result">Its result; null while it runs.</param>
/// <param name="Events">
/// Its history; that of an EXPRESS child, which has none on AWS, is without the data that its states passed on.
/// </param>
internal sealed record KeptChild(ChildExecution Child, ExecutionResult? Result, IReadOnlyList<HistoryEvent> Events)
{
    /// <summary>Whether the child ended without success, and its map run, which is redriven, has not come to it yet.</summary>
    public bool IsPendingRedrive { get; init; }

    public ExecutionStatus Status => IsPendingRedrive ? ExecutionStatus.PendingRedrive : Result?.Status ?? ExecutionStatus.Running;

    public Json? Output => (Result as ExecutionResult.Succeeded)?.Output;

    public StatesError? Error => (Result as ExecutionResult.Failed)?.Error;

    /// <summary>A child that is run again is noted again, under the same index.</summary>
    /// <returns>The last record of each child, in the order of the children's first records.</returns>
    public static IEnumerable<KeptChild> Latest(IEnumerable<KeptChild> notes)
    {
        var latest = new OrderedDictionary<int, KeptChild>();
        foreach (var note in notes)
        {
            latest[note.Child.Index] = note;
        }

        return latest.Values;
    }
}
