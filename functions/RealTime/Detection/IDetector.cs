namespace RealTime.Detection;

/// <summary>The memory of one rule for one key. It sees each minute of the key once, in order, and no later ones.</summary>
internal interface IDetector
{
    bool IsOpen { get; }

    /// <summary>Judges the next minute that has a value, and opens or clears by it.</summary>
    void Judge(DateTimeOffset minute, double value);

    /// <summary>Takes a minute that was judged before, so that what was learnt by it is known again.</summary>
    void Relearn(double value)
    {
    }

    /// <summary>Saves the part of the state that is kept with each judged minute; it is small.</summary>
    void Save(BinaryWriter writer);

    void Load(BinaryReader reader);

    /// <summary>Saves the model that was learnt; it is large and kept only now and then.</summary>
    void SaveModel(BinaryWriter writer)
    {
    }

    void LoadModel(BinaryReader reader)
    {
    }
}
