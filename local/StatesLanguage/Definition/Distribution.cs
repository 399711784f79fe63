namespace StatesLanguage;

/// <summary>The settings of a distributed Map: how its items are read, batched and run, and where its results go.</summary>
public sealed record Distribution
{
    /// <summary>The kind of its child executions.</summary>
    public required ExecutionType Type { get; init; }

    public ItemReader? Reader { get; init; }

    public ItemBatcher? Batcher { get; init; }

    public ResultWriter? Writer { get; init; }

    public Setting? ToleratedFailureCount { get; init; }

    public Setting? ToleratedFailurePercentage { get; init; }

    /// <summary>Part of the names of map run and children; the state's name without it.</summary>
    public string? Label { get; init; }
}

public sealed record ItemBatcher(Setting? MaxItems, Setting? MaxInputBytes, Template? BatchInput);

public enum ItemSource
{
    /// <summary>The objects of a bucket themselves (<c>s3:listObjectsV2</c>).</summary>
    ObjectList,
    Csv,
    Json,
    JsonLines,
    Parquet,
    Inventory,
}

/// <summary>The place from which a Distributed Map reads its items.</summary>
public sealed record ItemReader
{
    public required ItemSource Source { get; init; }

    /// <summary>Bucket, Key or Prefix.</summary>
    public required Template Parameters { get; init; }

    /// <summary>The object is a manifest of Athena's that lists the objects to read.</summary>
    public bool IsAthenaManifest { get; init; }

    /// <summary>CSV: the column names; null when the first row has them.</summary>
    public JsonArray? CsvHeaders { get; init; }

    public char CsvDelimiter { get; init; } = ',';

    /// <summary>JSON: a JSON Pointer (RFC 6901) to the array.</summary>
    public string? ItemsPointer { get; init; }

    /// <summary>ObjectList: read every object listed and take its items, as the source says.</summary>
    public ItemSource? Flattened { get; init; }

    public Setting? MaxItems { get; init; }
}

public enum ResultTransformation
{
    /// <summary>Outputs with the metadata of the executions.</summary>
    None,
    Compact,
    Flatten,
}

/// <summary>The form in which results are put together, and the bucket to which they are written, if any.</summary>
public sealed record ResultWriter
{
    /// <summary>Bucket and Prefix; null: results are the state's output.</summary>
    public Template? Parameters { get; init; }

    public ResultTransformation Transformation { get; init; }

    public bool AsLines { get; init; }
}
