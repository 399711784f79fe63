namespace RealTime.Detection;

/// <summary>Opens when the ensemble raises an alarm, and clears after some minutes that are not strange.</summary>
internal sealed class AnomalyDetector(DetectorRule.Anomaly rule) : IDetector
{
    private AnomalyEnsemble ensemble = new();
    private int calm;

    public bool IsOpen { get; private set; }

    public void Judge(DateTimeOffset minute, double value)
    {
        var isKnown = ensemble.Count >= AnomalyEnsemble.LearnsFrom;
        var isAlarm = ensemble.Score(value) >= AnomalyEnsemble.Alarm;
        calm = ensemble.IsStrange ? 0 : calm + 1;

        // A value that matters is told of whenever it is strange: the ensemble may rest after one that did not.
        var isToTell = rule.OnlyAbove is { } least ? ensemble.IsStrange && value > least : isAlarm;
        IsOpen = IsOpen ? calm < rule.CalmMinutes : isKnown && isToTell;
    }

    public void Relearn(double value) => ensemble.Score(value);

    public void Save(BinaryWriter writer)
    {
        writer.Write(IsOpen);
        writer.Write(calm);
    }

    public void Load(BinaryReader reader)
    {
        IsOpen = reader.ReadBoolean();
        calm = reader.ReadInt32();
    }

    public void SaveModel(BinaryWriter writer) => ensemble.Save(writer);

    public void LoadModel(BinaryReader reader) => ensemble = AnomalyEnsemble.Load(reader);
}
