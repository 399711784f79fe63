using System.Runtime.Intrinsics;

namespace RealTime.Detection;

/// <summary>
/// Whether the shape of the last values is like shapes before: how far it is from its nearest neighbours among the
/// shapes learnt, and how many of the shapes since were nearer to theirs.
/// </summary>
/// <remarks>
/// After Burnaev and Ishimtsev, "Conformalized density- and distance-based anomaly detection in time-series data"
/// (2016). A shape is learnt only when its own distance no longer serves to judge others. Distances are taken where
/// the shapes learnt are spread evenly in every direction (Mahalanobis).
/// </remarks>
internal sealed class ConformalNeighbours(History history)
{
    public const double Most = 10;

    private const int Lags = 19;
    private const int Neighbours = 27;
    private const int LeastShapes = 200;

    // The history must hold twice as many, and a shape's length.
    private const int MostShapes = 600;

    private const int FitEvery = 300;

    // A shape fills whole vectors; the rest is zero.
    private const int Stride = 24;

    private float[] learnt = [];
    private float[] distances = [];
    private readonly float[] whitened = new float[Stride];
    private Whitening? whitening;
    private int learntCount;
    private int nextLearnt;
    private int waiting;
    private int distanceCount;
    private int nextDistance;
    private int sinceFit;

    /// <summary>Judges the shape that ends with the latest value of the history.</summary>
    /// <returns>How improbable the shape is, in powers of ten: from 0 to <see cref="Most"/>.</returns>
    public double Surprise()
    {
        if (history.Count < Lags)
        {
            return 0;
        }

        if (whitening is null && learntCount < LeastShapes)
        {
            learntCount++;
            return 0;
        }

        if (whitening is null || sinceFit == FitEvery)
        {
            Fit();
        }

        whitening!.Apply(history, 0, whitened);
        var distance = DistanceOf(whitened, except: -1);
        var surprise = Rank(distance);
        Keep(distance);
        sinceFit++;

        // The shape itself waits until as many have come after it as are learnt.
        if (waiting == learntCount)
        {
            Learn(age: waiting);
        }
        else
        {
            waiting++;
        }

        return surprise;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(whitening is not null);
        writer.Write(learntCount);
        writer.Write(waiting);
        writer.Write(sinceFit);
        whitening?.Save(writer);
        writer.Write(distanceCount);
        writer.Write(nextDistance);
        foreach (var distance in distances.AsSpan(0, distanceCount))
        {
            writer.Write(distance);
        }
    }

    /// <summary>Needs the history that was saved beside it.</summary>
    public void Load(BinaryReader reader)
    {
        var isFitted = reader.ReadBoolean();
        learntCount = reader.ReadInt32();
        waiting = reader.ReadInt32();
        sinceFit = reader.ReadInt32();
        if (isFitted)
        {
            Allocate();
            whitening = Whitening.Load(Lags, reader);
            WhitenAll();
        }

        distanceCount = reader.ReadInt32();
        nextDistance = reader.ReadInt32();
        for (var index = 0; index < distanceCount; index++)
        {
            distances[index] = reader.ReadSingle();
        }
    }

    private double Rank(float distance)
    {
        var (reached, most) = (0, 0f);
        foreach (var other in distances.AsSpan(0, distanceCount))
        {
            reached += other >= distance ? 1 : 0;
            most = Math.Max(most, other);
        }

        // Beyond all before it: the farther, the less probable.
        var rank = reached > 0 ? reached + 1 : Math.Sqrt(most / distance);
        return Math.Min(Most, -Math.Log10(Math.Max(rank / (distanceCount + 1), 1e-10)));
    }

    private void Keep(float distance)
    {
        if (distanceCount < learntCount)
        {
            // The ring grows where its oldest stands.
            Array.Copy(distances, nextDistance, distances, nextDistance + 1, distanceCount - nextDistance);
            distanceCount++;
        }

        distances[nextDistance] = distance;
        nextDistance = (nextDistance + 1) % distanceCount;
    }

    private void Learn(int age)
    {
        whitening!.Apply(history, age, whitened);
        whitened.CopyTo(learnt, nextLearnt * Stride);
        nextLearnt = (nextLearnt + 1) % MostShapes;

        // Where another is learnt and none forgotten, one more waits.
        if (learntCount < MostShapes)
        {
            learntCount++;
        }
    }

    private void Fit()
    {
        var first = whitening is null;
        sinceFit = 0;
        Allocate();

        // The latest value has made each shape one older.
        whitening = Whitening.Of(Lags, history, waiting + 1, learntCount);
        WhitenAll(newest: waiting + 1);
        if (first)
        {
            distanceCount = learntCount;
            for (var index = 0; index < learntCount; index++)
            {
                distances[index] = DistanceOf(learnt.AsSpan(index * Stride, Stride), except: index);
            }
        }
    }

    /// <summary>Allocates the buffers as late as possible, because most series of a shop's pages never need them.</summary>
    private void Allocate()
    {
        learnt = learnt.Length > 0 ? learnt : new float[MostShapes * Stride];
        distances = distances.Length > 0 ? distances : new float[MostShapes];
    }

    private void WhitenAll(int? newest = null)
    {
        for (var index = 0; index < learntCount; index++)
        {
            whitening!.Apply(history, (newest ?? waiting) + learntCount - 1 - index, learnt.AsSpan(index * Stride, Stride));
        }

        nextLearnt = learntCount % MostShapes;
    }

    /// <summary>The sum of the squared distances to the nearest neighbours.</summary>
    private float DistanceOf(ReadOnlySpan<float> shape, int except)
    {
        Span<float> nearest = stackalloc float[Neighbours];
        nearest.Fill(float.PositiveInfinity);
        var (one, two, three) = (Vector256.Create(shape[..8]), Vector256.Create(shape[8..16]), Vector256.Create(shape[16..24]));
        for (var index = 0; index < learntCount; index++)
        {
            if (index == except)
            {
                continue;
            }

            var other = learnt.AsSpan(index * Stride, Stride);
            var first = one - Vector256.Create<float>(other[..8]);
            var second = two - Vector256.Create<float>(other[8..16]);
            var third = three - Vector256.Create<float>(other[16..24]);
            var distance = Vector256.Sum((first * first) + (second * second) + (third * third));
            if (distance < nearest[^1])
            {
                Insert(nearest, distance);
            }
        }

        var sum = 0f;
        foreach (var distance in nearest)
        {
            sum += distance;
        }

        return sum;
    }

    private static void Insert(Span<float> nearest, float distance)
    {
        var place = nearest.Length - 1;
        while (place > 0 && nearest[place - 1] > distance)
        {
            nearest[place] = nearest[place - 1];
            place--;
        }

        nearest[place] = distance;
    }
}
