namespace RealTime.Tables;

/// <summary>Names of attributes that more than one table has.</summary>
public static class Attributes
{
    /// <summary>Grows by one with each write.</summary>
    public const string Revision = "rev";

    /// <summary>The tables' TTL attribute, in seconds since 1970.</summary>
    public const string ExpiresAt = "expires_at";
}
