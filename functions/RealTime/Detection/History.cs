namespace RealTime.Detection;

/// <summary>The last values of a series, in single precision, with their mean and deviation at no cost.</summary>
internal sealed class History(int capacity)
{
    private readonly float[] values = new float[capacity];
    private int next;

    // Sums of differences from one of the values: of large numbers that differ little, squares would lose the difference.
    private double origin;
    private double sum;
    private double squares;

    public int Count { get; private set; }

    /// <param name="age">0 for the latest.</param>
    public float Back(int age)
    {
        var index = next - 1 - age;
        return values[index < 0 ? index + capacity : index];
    }

    public void Add(float value)
    {
        if (Count == capacity)
        {
            Weigh(values[next], -1);
        }
        else
        {
            Count++;
        }

        origin = Count == 1 ? value : origin;
        values[next] = value;
        next = (next + 1) % capacity;
        Weigh(value, 1);

        // Once a round, so that what rounding leaves behind does not grow.
        if (next == 0)
        {
            Recount();
        }
    }

    public (double Mean, double Deviation) Moments()
    {
        var mean = sum / Count;
        return (origin + mean, Math.Sqrt(Math.Max(0, (squares / Count) - (mean * mean))));
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(next);
        writer.Write(origin);
        writer.Write(sum);
        writer.Write(squares);
        foreach (var value in values.AsSpan(0, Count))
        {
            writer.Write(value);
        }
    }

    public void Load(BinaryReader reader)
    {
        Count = reader.ReadInt32();
        next = reader.ReadInt32();
        origin = reader.ReadDouble();
        sum = reader.ReadDouble();
        squares = reader.ReadDouble();
        for (var index = 0; index < Count; index++)
        {
            values[index] = reader.ReadSingle();
        }
    }

    private void Weigh(double value, int sign)
    {
        sum += sign * (value - origin);
        squares += sign * (value - origin) * (value - origin);
    }

    private void Recount()
    {
        (origin, sum, squares) = (values[0], 0, 0);
        foreach (var value in values)
        {
            Weigh(value, 1);
        }
    }
}
