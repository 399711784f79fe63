using RealTime.Alerts;
using RealTime.Minutes;
using RealTime.Streams;

namespace RealTime.Detection;

/// <summary>Judges the minutes of one key by the rules of its stream.</summary>
internal sealed class KeyJudge
{
    private readonly StreamDefinition stream;
    private readonly string key;
    private readonly (DetectorRule Rule, IDetector Detector)[] judges;
    private readonly DateTimeOffset[] openedAt;

    public KeyJudge(StreamDefinition stream, string key)
    {
        (this.stream, this.key) = (stream, key);
        judges = [.. stream.Rules.Select(rule => (rule, Create(rule)))];
        openedAt = new DateTimeOffset[judges.Length];
    }

    /// <summary>Takes the next minute that the key has.</summary>
    /// <returns>The alerts that it opens and clears.</returns>
    public IEnumerable<AlertChange> Judge(MinuteRow row)
    {
        var changes = new List<AlertChange>();
        for (var index = 0; index < judges.Length; index++)
        {
            var (rule, detector) = judges[index];
            if (Value(row, rule) is not { } value)
            {
                continue;
            }

            var wasOpen = detector.IsOpen;
            detector.Judge(row.Id.Minute, value);
            if (detector.IsOpen != wasOpen)
            {
                openedAt[index] = detector.IsOpen ? row.Id.Minute : openedAt[index];
                changes.Add(new(
                    key, rule.Kind, openedAt[index], detector.IsOpen ? null : row.Id.Minute, value, rule.Audiences, row.Last?.Place));
            }
        }

        return changes;
    }

    /// <summary>Takes a minute that was judged before <see cref="Load"/>.</summary>
    public void Relearn(MinuteRow row)
    {
        foreach (var (rule, detector) in judges)
        {
            if (Value(row, rule) is { } value)
            {
                detector.Relearn(value);
            }
        }
    }

    public byte[] Save() => Write((writer, index) =>
    {
        writer.Write(openedAt[index].UtcTicks);
        judges[index].Detector.Save(writer);
    });

    /// <returns>Whether the state belongs to the same rules; if not, the key begins anew.</returns>
    public bool Load(ReadOnlyMemory<byte> state) => Read(state, (reader, index) =>
    {
        openedAt[index] = new(reader.ReadInt64(), TimeSpan.Zero);
        judges[index].Detector.Load(reader);
    });

    public byte[] SaveModel() => Write((writer, index) => judges[index].Detector.SaveModel(writer));

    public bool LoadModel(ReadOnlyMemory<byte> model) => Read(model, (reader, index) => judges[index].Detector.LoadModel(reader));

    private byte[] Write(Action<BinaryWriter, int> write)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        for (var index = 0; index < judges.Length; index++)
        {
            writer.Write(judges[index].Rule.ToString());
            write(writer, index);
        }

        writer.Flush();
        return buffer.ToArray();
    }

    private bool Read(ReadOnlyMemory<byte> state, Action<BinaryReader, int> read)
    {
        using var reader = new BinaryReader(new MemoryStream(state.ToArray()));
        for (var index = 0; index < judges.Length; index++)
        {
            if (reader.BaseStream.Position == reader.BaseStream.Length || reader.ReadString() != judges[index].Rule.ToString())
            {
                return false;
            }

            read(reader, index);
        }

        return true;
    }

    private static IDetector Create(DetectorRule rule) => rule switch
    {
        DetectorRule.Limit limit => new LimitDetector(limit),
        DetectorRule.Anomaly anomaly => new AnomalyDetector(anomaly),
        _ => throw new ArgumentException($"No detector follows a {rule.GetType().Name} rule."),
    };

    private double? Value(MinuteRow row, DetectorRule rule)
    {
        var index = stream.IndexOf(rule.Measure);
        var (measure, value) = (stream.Measures[index], row.Measures[index]);
        return (measure.Kind == MeasureKind.Sum ? value.Sum : value.Mean) / measure.Scale;
    }
}
