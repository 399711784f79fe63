using System.Security.Cryptography;

namespace Local.Storage;

/// <summary>Ids as AWS makes them; where a caller takes a source of ids, this is the one of production.</summary>
internal static class Ids
{
    public static string Random() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
}
