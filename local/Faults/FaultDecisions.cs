using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Local.Faults;

/// <summary>
/// Decides which calls meet a fault. What a call is about and how often it was made before decide, never its turn among
/// others: whichever thread comes first, equal seeds give equal faults.
/// </summary>
internal sealed class FaultDecisions(FaultSpec spec)
{
    private readonly ConcurrentDictionary<(string Point, string About), int> calls = new();

    /// <param name="point">The point at which the call is made.</param>
    /// <param name="about">The subject of the call; the same when the call is made again.</param>
    public FaultDecision Next(string point, string about) => new(spec, $"{point}/{about}", calls.AddOrUpdate((point, about), 1, (_, before) => before + 1));
}

/// <summary>The decision about one call.</summary>
internal readonly record struct FaultDecision(FaultSpec Spec, string Call, int Time)
{
    /// <param name="fault">The fault's name.</param>
    /// <param name="part">Tells apart what can go wrong several times in one call.</param>
    public bool Meets(string fault, string part = "") =>
        Spec.Rates.TryGetValue(fault, out var rate) && Number(fault, part) / (double)ulong.MaxValue < rate;

    /// <summary>Picks one of several.</summary>
    public T Of<T>(IReadOnlyList<T> several, string purpose) => several[(int)(Number(purpose, "of") % (ulong)several.Count)];

    /// <summary>Puts the same items into an order of this call's own.</summary>
    public IReadOnlyList<T> Shuffled<T>(IReadOnlyList<T> items)
    {
        var call = this;
        return [.. items.Index().OrderBy(item => call.Number("shuffle", item.Index.ToString(CultureInfo.InvariantCulture))).Select(item => item.Item)];
    }

    private ulong Number(string purpose, string part) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Spec.Seed}\n{purpose}\n{part}\n{Call}\n{Time}"))));
}
