using JsonValues;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>A child execution of a map run as it stands, with its events.</summary>
/// <param name="Child">What it was started with.</param>
/// <param name="Result">How it ended; null: it runs.</param>
/// <param name="Events">Its history; of an EXPRESS child, which has none on AWS, without the data its states passed on.</param>
internal sealed record KeptChild(ChildExecution Child, ExecutionResult? Result, IReadOnlyList<HistoryEvent> Events)
{
    /// <summary>Whether it ended without success, and its map run, which is redriven, has not come to it yet.</summary>
    public bool IsPendingRedrive { get; init; }

    public ExecutionStatus Status => IsPendingRedrive ? ExecutionStatus.PendingRedrive : Result?.Status ?? ExecutionStatus.Running;

    public Json? Output => (Result as ExecutionResult.Succeeded)?.Output;

    public StatesError? Error => (Result as ExecutionResult.Failed)?.Error;

    /// <summary>A child that is run again is noted again, under the same index.</summary>
    /// <returns>Of each child the last note, in the order of the children's first notes.</returns>
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
