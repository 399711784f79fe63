namespace StatesLanguage.Maps;

/// <summary>Counts the items and children of a map run.</summary>
internal struct MapRunTally
{
    private Counts items;
    private Counts children;

    public required int Items { get; init; }

    public required int Children { get; init; }

    public bool ResultsWritten { get; set; }

    /// <summary>Items of children that did not succeed.</summary>
    public readonly int FailedItems => items.Failed + items.TimedOut + items.Aborted;

    public readonly MapRunCounts ItemCounts => items.Of(Items, ResultsWritten);

    public readonly MapRunCounts ExecutionCounts => children.Of(Children, ResultsWritten);

    public void Started(MapChild child)
    {
        items.Running += child.Items;
        children.Running++;
    }

    public void Ended(MapChild child, ExecutionStatus status)
    {
        items.End(child.Items, status);
        children.End(1, status);
    }

    private struct Counts
    {
        public int Running;
        public int Succeeded;
        public int Failed;
        public int TimedOut;
        public int Aborted;

        public void End(int count, ExecutionStatus status)
        {
            Running -= count;
            switch (status)
            {
                case ExecutionStatus.Succeeded:
                    Succeeded += count;
                    break;
                case ExecutionStatus.TimedOut:
                    TimedOut += count;
                    break;
                case ExecutionStatus.Aborted:
                    Aborted += count;
                    break;
                default:
                    Failed += count;
                    break;
            }
        }

        public readonly MapRunCounts Of(int total, bool written)
        {
            var ended = Succeeded + Failed + TimedOut + Aborted;
            return new(total, total - Running - ended, Running, Succeeded, Failed, TimedOut, Aborted)
            {
                ResultsWritten = written ? ended : 0,
            };
        }
    }
}
