namespace RealTime.Detection;

/// <summary>What one rule remembers of one key's minutes. It sees each minute once, in order, and none that comes later.</summary>
internal interface IDetector
{
    bool IsOpen { get; }

    /// <summary>Judges the next minute that has a value, and opens or clears by it.</summary>
    void Judge(DateTimeOffset minute, double value);

    /// <summary>Takes a minute that was judged before, so that what was learnt by it is known again.</summary>
    void Relearn(double value)
    {
    }

    /// <summary>What has to be kept with each minute that is judged: little.</summary>
    void Save(BinaryWriter writer);

    void Load(BinaryReader reader);

    /// <summary>What it has learnt, which is much, and is kept now and then.</summary>
    void SaveModel(BinaryWriter writer)
    {
    }

    void LoadModel(BinaryReader reader)
    {
    }
}
