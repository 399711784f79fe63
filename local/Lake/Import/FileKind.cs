namespace Lake.Import;

/// <summary>The form of a file of readings.</summary>
public enum FileKind
{
    /// <summary>A JSON object a line, or one behind the other.</summary>
    JsonLines,

    /// <summary>A file with one JSON array of objects.</summary>
    JsonArray,

    /// <summary>Text with a header line; comma, semicolon, tab or bar between the values.</summary>
    Csv,

    Parquet,
}
