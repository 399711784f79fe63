namespace StatesLanguage.Payloads;

/// <summary>The data that states pass on.</summary>
internal static class Payload
{
    /// <summary>The most that one may have, in bytes of UTF-8.</summary>
    public const int Limit = 262_144;
}
