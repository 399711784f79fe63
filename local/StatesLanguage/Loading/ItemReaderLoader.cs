namespace StatesLanguage.Loading;

/// <summary>Reads where a Distributed Map takes its items from.</summary>
internal static class ItemReaderLoader
{
    private static readonly HashSet<string> Fields = ["Resource", "Parameters", "Arguments", "ReaderConfig"];
    private static readonly HashSet<string> ConfigFields =
    [
        "InputType", "ManifestType", "Transformation", "CSVHeaderLocation", "CSVHeaders", "CSVDelimiter", "ItemsPointer",
        "MaxItems", "MaxItemsPath",
    ];

    private static readonly Dictionary<string, ItemSource> Types = new()
    {
        ["CSV"] = ItemSource.Csv,
        ["JSON"] = ItemSource.Json,
        ["JSONL"] = ItemSource.JsonLines,
        ["PARQUET"] = ItemSource.Parquet,
        ["MANIFEST"] = ItemSource.Inventory,
    };

    private static readonly Dictionary<string, char> Delimiters = new()
    {
        ["COMMA"] = ',',
        ["PIPE"] = '|',
        ["SEMICOLON"] = ';',
        ["SPACE"] = ' ',
        ["TAB"] = '\t',
    };

    public static ItemReader? Read(DefinitionNode node, QueryLanguage language)
    {
        if (!node.Exists || !node.IsObject())
        {
            return null;
        }

        node.Allow(Fields);
        var parametersField = language == QueryLanguage.Jsonata ? "Arguments" : "Parameters";
        node.Require("Resource", parametersField);
        var config = node["ReaderConfig"];
        config.Allow(ConfigFields);
        var parameters = TemplateLoader.Read(node[parametersField], language, $"ItemReader/{parametersField}");
        var resource = node["Resource"].Text();
        var lists = resource?.EndsWith(":states:::s3:listObjectsV2", StringComparison.Ordinal) ?? false;
        if (!lists && resource?.EndsWith(":states:::s3:getObject", StringComparison.Ordinal) is false)
        {
            node["Resource"].Report("Value is not a valid resource ARN");
        }

        var flattens = config["Transformation"].Text() == "LOAD_AND_FLATTEN";
        var type = lists && !flattens ? ItemSource.ObjectList : Type(config);
        return parameters is null ? null : new ItemReader
        {
            Source = lists ? ItemSource.ObjectList : type,
            Flattened = lists && flattens ? type : null,
            Parameters = parameters,
            IsAthenaManifest = config["ManifestType"].Text() == "ATHENA_DATA",
            CsvHeaders = Headers(config),
            CsvDelimiter = Delimiter(config["CSVDelimiter"]),
            ItemsPointer = config["ItemsPointer"].Text(),
            MaxItems = StateLoader.Either(config, "MaxItems", language, least: 0, most: 100_000_000),
        };
    }

    private static ItemSource Type(DefinitionNode config)
    {
        // With ManifestType S3_INVENTORY the input type is not given; without it, MANIFEST is such a manifest, too.
        var manifest = config["ManifestType"].Text();
        var input = config["InputType"];
        switch (manifest)
        {
            case "S3_INVENTORY":
                if (input.Exists && input.Text() != "MANIFEST")
                {
                    input.Report("Field must not be specified with ManifestType S3_INVENTORY");
                }

                return ItemSource.Inventory;
            case "ATHENA_DATA" when input.Text() is not ("CSV" or "JSONL" or "PARQUET"):
                input.Report("Value should be one of [CSV, JSONL, PARQUET] with ManifestType ATHENA_DATA");
                break;
            case not (null or "ATHENA_DATA"):
                config["ManifestType"].Report("Value should be one of [ATHENA_DATA, S3_INVENTORY]");
                break;
        }

        if (input.Text() is { } name && Types.TryGetValue(name, out var type))
        {
            return type;
        }

        if (manifest is null)
        {
            input.Report($"Value should be one of [{string.Join(", ", Types.Keys.Order())}]");
        }

        return ItemSource.Json;
    }

    private static JsonArray? Headers(DefinitionNode config)
    {
        var location = config["CSVHeaderLocation"].Text();
        if (location is not (null or "FIRST_ROW" or "GIVEN"))
        {
            config["CSVHeaderLocation"].Report("Value should be one of [FIRST_ROW, GIVEN]");
        }

        if (location == "GIVEN")
        {
            config.Require("CSVHeaders");
            _ = config.Has("CSVHeaders") ? config["CSVHeaders"].Texts() : [];
        }

        return location == "GIVEN" ? config["CSVHeaders"].Value as JsonArray : null;
    }

    private static char Delimiter(DefinitionNode node)
    {
        if (node.Text() is not { } name)
        {
            return ',';
        }

        if (Delimiters.TryGetValue(name, out var delimiter))
        {
            return delimiter;
        }

        node.Report($"Value should be one of [{string.Join(", ", Delimiters.Keys.Order())}]");
        return ',';
    }
}
