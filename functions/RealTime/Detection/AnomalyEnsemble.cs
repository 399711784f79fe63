namespace RealTime.Detection;

/// <summary>Scores how strange the latest value of a series is, from the values before it alone.</summary>
/// <remarks>
/// The mean of three detectors that fail in different ways: one sees how large a value is, one how the values of a
/// while are spread, one what shape they have. Each tells its surprise in powers of ten; that of the spread, which
/// knows only yes and no, counts ten, and that of the shape, which cannot go far beyond the number of shapes, twice.
/// After an alarm the ensemble rests: what follows belongs to the same incident. The settings are the same for every
/// series.
/// </remarks>
public sealed class AnomalyEnsemble
{
    /// <summary>A score from here on is an alarm.</summary>
    public const double Alarm = 0.5;

    /// <summary>Values until all three detectors judge.</summary>
    public const int LearnsFrom = 300;

    private const int Remembered = 1_500;
    private const int RestAfterAlarm = 110;
    private const double AlarmingSurprise = 3.8;
    private const double SpreadWeight = 10;
    private const double ShapeWeight = 2;

    private readonly History history = new(Remembered);
    private readonly WindowedGaussian size;
    private readonly RelativeEntropy spread;
    private readonly ConformalNeighbours shape;
    private int resting;

    public AnomalyEnsemble() => (size, spread, shape) = (new(history), new(history), new(history));

    /// <summary>The values that it has judged, as far as it remembers them.</summary>
    public int Count => history.Count;

    /// <summary>Whether the latest value was strange by itself, even during a rest.</summary>
    public bool IsStrange { get; private set; }

    /// <summary>Takes the next value. One that is not finite is passed over.</summary>
    /// <returns>The score, from 0 (as expected) to 1; 0 during a rest.</returns>
    public double Score(double value)
    {
        var single = (float)value;
        if (!float.IsFinite(single))
        {
            return 0;
        }

        var size = this.size.Surprise(single);
        history.Add(single);
        var surprise = (size + (SpreadWeight * spread.Surprise()) + (ShapeWeight * shape.Surprise())) / 3;

        IsStrange = surprise >= AlarmingSurprise;
        if (resting > 0)
        {
            resting--;
            return 0;
        }

        resting = IsStrange ? RestAfterAlarm : 0;
        return surprise / (surprise + AlarmingSurprise);
    }

    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);

        writer.Write(resting);
        history.Save(writer);
        spread.Save(writer);
        shape.Save(writer);
    }

    /// <summary>Takes the place of a new one: goes on exactly as the one that was saved.</summary>
    public static AnomalyEnsemble Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);

        var ensemble = new AnomalyEnsemble { resting = reader.ReadInt32() };
        ensemble.history.Load(reader);
        ensemble.spread.Load(reader);
        ensemble.shape.Load(reader);
        return ensemble;
    }
}
