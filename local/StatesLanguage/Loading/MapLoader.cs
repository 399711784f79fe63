namespace StatesLanguage.Loading;

/// <summary>Reads a Map state.</summary>
internal static class MapLoader
{
    private static readonly HashSet<string> ProcessorFields = ["Comment", "StartAt", "States", "ProcessorConfig"];
    private static readonly HashSet<string> BatcherFields =
        ["BatchInput", "MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"];

    private static readonly HashSet<string> WriterFields = ["Resource", "Parameters", "Arguments", "WriterConfig"];

    public static State.Map? Read(DefinitionNode node, string name, QueryLanguage language, LoadScope scope)
    {
        var processor = node.Has("ItemProcessor") ? node["ItemProcessor"] : node["Iterator"];
        if (!processor.Exists)
        {
            node.Require("ItemProcessor");
            return null;
        }

        if (!processor.IsObject())
        {
            return null;
        }

        processor.Allow(ProcessorFields);
        var distribution = Distribution(node, processor, language, scope);
        var flow = FlowLoader.Read(processor, scope.Machine, scope);
        var concurrency = StateLoader.Either(node, "MaxConcurrency", language, least: 0, most: long.MaxValue);
        var items = Items(node, language);
        var selector = node.Has("ItemSelector") || language == QueryLanguage.Jsonata ? node["ItemSelector"] : node["Parameters"];
        return flow is null ? null : new State.Map
        {
            Name = name,
            Processor = flow,
            Distribution = distribution,
            Items = items,
            ItemSelector = TemplateLoader.Read(selector, language),
            MaxConcurrency = concurrency,
        };
    }

    private static Setting? Items(DefinitionNode node, QueryLanguage language)
    {
        if (language == QueryLanguage.JsonPath)
        {
            return TemplateLoader.ReadPath(node["ItemsPath"]) is { } path ? new Setting("ItemsPath", path) : null;
        }

        var items = node["Items"];
        if (items.Exists && items.Value is not (JsonArray or JsonObject) && !TemplateLoader.IsExpression(items.Value))
        {
            items.Report("Value should be an array, an object or a JSONata expression");
        }

        return TemplateLoader.Read(items, language) is { } template ? new Setting("Items", template) : null;
    }

    private static Distribution? Distribution(DefinitionNode node, DefinitionNode processor, QueryLanguage language, LoadScope scope)
    {
        var config = processor["ProcessorConfig"];
        var mode = config["Mode"].Text() ?? "INLINE";
        if (mode is not ("INLINE" or "DISTRIBUTED"))
        {
            config["Mode"].Report("Value should be one of [INLINE, DISTRIBUTED]");
        }

        if (mode != "DISTRIBUTED")
        {
            // Tolerated failures are let pass, and mean nothing.
            foreach (var field in new[] { "ItemReader", "ItemBatcher", "ResultWriter", "Label" })
            {
                if (node.Has(field))
                {
                    node[field].Report("Field is supported only for Distributed Map state");
                }
            }

            return null;
        }

        if (scope.Type == ExecutionType.Express)
        {
            config["Mode"].Report("Express state machine does not support Distributed Map state");
        }

        config.Require("ExecutionType");
        var type = config["ExecutionType"].Text();
        if (type is not (null or "STANDARD" or "EXPRESS"))
        {
            config["ExecutionType"].Report("Value should be one of [STANDARD, EXPRESS]");
        }

        return new Distribution
        {
            Type = type == "EXPRESS" ? ExecutionType.Express : ExecutionType.Standard,
            Reader = ItemReaderLoader.Read(node["ItemReader"], language),
            Batcher = Batcher(node["ItemBatcher"], language),
            Writer = Writer(node["ResultWriter"], language),
            ToleratedFailureCount = StateLoader.Either(node, "ToleratedFailureCount", language),
            ToleratedFailurePercentage = StateLoader.Either(node, "ToleratedFailurePercentage", language),
            Label = Label(node["Label"], scope),
        };
    }

    private static ItemBatcher? Batcher(DefinitionNode node, QueryLanguage language)
    {
        if (!node.Exists || !node.IsObject())
        {
            return null;
        }

        node.Allow(BatcherFields);
        var items = StateLoader.Either(node, "MaxItemsPerBatch", language, least: 1);
        var bytes = StateLoader.Either(node, "MaxInputBytesPerBatch", language, least: 1);
        if (items is null && bytes is null)
        {
            node.Report("One of the fields 'MaxItemsPerBatch' and 'MaxInputBytesPerBatch' is required");
        }

        return new ItemBatcher(items, bytes, TemplateLoader.Read(node["BatchInput"], language, "ItemBatcher/BatchInput"));
    }

    private static ResultWriter? Writer(DefinitionNode node, QueryLanguage language)
    {
        if (!node.Exists || !node.IsObject())
        {
            return null;
        }

        node.Allow(WriterFields);
        var parameters = node[language == QueryLanguage.Jsonata ? "Arguments" : "Parameters"];
        if (node.Has("Resource") != parameters.Exists || (!parameters.Exists && !node.Has("WriterConfig")))
        {
            node.Report("Either 'WriterConfig', or 'Resource' and 'Parameters', or all of them are required");
        }

        if (node["Resource"].Text() is { } resource && !resource.EndsWith(":states:::s3:putObject", StringComparison.Ordinal))
        {
            node["Resource"].Report("Value is not a valid resource ARN");
        }

        var config = node["WriterConfig"];
        var transformation = config["Transformation"].Text();
        var output = config["OutputType"].Text();
        if (transformation is not (null or "NONE" or "COMPACT" or "FLATTEN"))
        {
            config["Transformation"].Report("Value should be one of [NONE, COMPACT, FLATTEN]");
        }

        if (output is not (null or "JSON" or "JSONL"))
        {
            config["OutputType"].Report("Value should be one of [JSON, JSONL]");
        }

        return new ResultWriter
        {
            Parameters = TemplateLoader.Read(parameters, language, $"ResultWriter/{(language == QueryLanguage.Jsonata ? "Arguments" : "Parameters")}"),
            Transformation = transformation switch
            {
                "COMPACT" => ResultTransformation.Compact,
                "FLATTEN" => ResultTransformation.Flatten,
                _ => ResultTransformation.None,
            },
            AsLines = output == "JSONL",
        };
    }

    private static string? Label(DefinitionNode node, LoadScope scope)
    {
        var label = node.Text();
        if (label is null)
        {
            return null;
        }

        if (label.Length is 0 or > 40 || label.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || "?*<>{}[]:;,\\|^~$#%&`\"".Contains(c)))
        {
            node.Report("Label must have 1 to 40 characters, none of them white space, control or any of ? * < > { } [ ] : ; , \\ | ^ ~ $ # % & ` \"");
        }
        else if (!scope.Labels.Add(label))
        {
            node.Report($"Duplicate label: {label}");
        }

        return label;
    }
}
