namespace Lake.Athena;

/// <summary>URLs as java.net.URI takes them apart, as regular expressions of DuckDB's between single quotes.</summary>
/// <remarks>https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/net/URI.html: RFC 2396, with any letter of Unicode.</remarks>
internal static class UrlPattern
{
    private const string Scheme = "[A-Za-z][A-Za-z0-9+.-]*:";
    private const string WithoutColon = @"(?:[A-Za-z0-9_.!~*''(),;$&+=@-]|%[0-9A-Fa-f]{2}|[^\x00-\x7F\p{C}\p{Z}])";
    private const string Character = $"(?:{WithoutColon}|:)";
    private const string Path = $"(?:{Character}|/)*";
    private const string Any = $@"(?:{Character}|[/?\[\]])*";
    private const string End = $@"(?:\?{Any})?(?:#{Any})?";
    private const string Label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
    private const string Byte = "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])";

    /// <summary>What is a URL: with an authority, with a path from the root, opaque, or relative.</summary>
    public const string Whole =
        $@"(?:{Scheme})?//(?:(?:{Character}|[\[\]])+(?:/{Path})?|/{Path}){End}|{Scheme}/(?:{Character}{Path})?{End}"
        + $@"|{Scheme}(?:{Character}|\?){Any}(?:#{Any})?|(?:{WithoutColon}+(?:/{Path})?|/(?:{Character}{Path})?)?{End}";

    /// <summary>Its scheme, authority, path, query and fragment.</summary>
    public const string Parts = @"^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$";

    /// <summary>The host and the port of an authority; of a name that no host may have, neither.</summary>
    public const string Host =
        $@"^(?:[^@]*@)?({Byte}(?:\.{Byte}){{3}}|{Label}|(?:{Label}\.)+[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?|\[[0-9A-Fa-f:.]+\])(?::([0-9]*))?$";
}
