namespace StatesLanguage.Loading;

/// <summary>Reads one state.</summary>
internal static class StateLoader
{
    private static readonly string[] Types = ["Choice", "Fail", "Map", "Parallel", "Pass", "Succeed", "Task", "Wait"];

    public static State? Read(DefinitionNode node, string name, QueryLanguage outer, LoadScope scope)
    {
        if (!node.IsObject())
        {
            return null;
        }

        node.Require("Type");
        if (node["Type"].Text() is not { } type)
        {
            return null;
        }

        var language = DefinitionLoader.Language(node, outer);
        if (language == QueryLanguage.JsonPath && scope.Machine == QueryLanguage.Jsonata)
        {
            node.Report("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
        }

        scope.UsesJsonata |= language == QueryLanguage.Jsonata;
        if (StateFields.Of(type, language) is not { } fields)
        {
            node["Type"].Report($"Value should be one of [{string.Join(", ", Types)}]");
            return null;
        }

        node.Allow(fields);
        return ReadKind(node, type, name, language, scope) is { } state ? Complete(node, state, type, name, language) : null;
    }

    private static State? ReadKind(DefinitionNode node, string type, string name, QueryLanguage language, LoadScope scope) => type switch
    {
        "Pass" => new State.Pass { Name = name, Result = node["Result"].Value },
        "Succeed" => new State.Succeed { Name = name },
        "Fail" => ReadFail(node, name, language),
        "Wait" => ReadWait(node, name, language),
        "Choice" => ReadChoice(node, name, language),
        "Task" => ReadTask(node, name, language, scope),
        "Parallel" => ReadParallel(node, name, scope),
        "Map" => MapLoader.Read(node, name, language, scope),
        _ => throw new System.Diagnostics.UnreachableException($"No rule reads a {type} state."),
    };

    private static State Complete(DefinitionNode node, State state, string type, string name, QueryLanguage language)
    {
        if (type is not ("Succeed" or "Fail" or "Choice"))
        {
            CheckTransition(node);
        }

        return state with
        {
            Name = name,
            Language = language,
            Comment = node["Comment"].Text(),
            Next = node["Next"].Text(),
            // A Map's Parameters are its ItemSelector under the old name.
            Data = DataFlowLoader.Read(node, language, takesParameters: type != "Map"),
            Retry = FailureLoader.Retry(node["Retry"]),
            Catch = FailureLoader.Catch(node["Catch"], language),
        };
    }

    private static void CheckTransition(DefinitionNode node)
    {
        var ends = node["End"].Flag();
        if (node.Has("Next") == ends)
        {
            node.Report(ends
                ? "The fields 'Next' and 'End' exclude each other"
                : "One of the fields 'Next' and 'End' is required");
        }
    }

    private static State.Fail ReadFail(DefinitionNode node, string name, QueryLanguage language) => new()
    {
        Name = name,
        Error = Either(node, "Error", language, takesIntrinsics: true),
        Cause = Either(node, "Cause", language, takesIntrinsics: true),
    };

    private static State.Wait? ReadWait(DefinitionNode node, string name, QueryLanguage language)
    {
        string[] fields = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];
        if (fields.Count(node.Has) != 1)
        {
            node.Report($"Exactly one of the fields [{string.Join(", ", fields)}] is required");
            return null;
        }

        var isTimestamp = node.Has("Timestamp") || node.Has("TimestampPath");
        var timestamp = node["Timestamp"];
        if (timestamp.Exists && !TemplateLoader.IsExpression(timestamp.Value) &&
            !(timestamp.Value is JsonString { Value: var text } && Timestamps.TryParse(text, out DateTimeOffset _)))
        {
            timestamp.Report("String does not match RFC3339 timestamp");
        }

        if (node["Seconds"].Exists && !TemplateLoader.IsExpression(node["Seconds"].Value))
        {
            node["Seconds"].Whole(0, 99_999_999);
        }

        return Either(node, isTimestamp ? "Timestamp" : "Seconds", language) is { } until
            ? new State.Wait { Name = name, Until = until, IsTimestamp = isTimestamp }
            : null;
    }

    private static State.Choice ReadChoice(DefinitionNode node, string name, QueryLanguage language)
    {
        node.Require("Choices");
        return new State.Choice
        {
            Name = name,
            Rules = ChoiceLoader.Read(node["Choices"], language),
            Default = node["Default"].Text(),
        };
    }

    private static State.Task? ReadTask(DefinitionNode node, string name, QueryLanguage language, LoadScope scope)
    {
        node.Require("Resource");
        var resource = Resource(node["Resource"], scope);
        if (node["Credentials"] is { Exists: true } credentials && credentials.IsObject() &&
            !credentials.Has("RoleArn") && !credentials.Has("RoleArn.$"))
        {
            credentials.Report("The field 'RoleArn' is required but was missing");
        }

        var timeout = Either(node, "TimeoutSeconds", language, least: 1);
        var heartbeat = Either(node, "HeartbeatSeconds", language, least: 1);
        if (node["HeartbeatSeconds"].Value is JsonNumber beat && node["TimeoutSeconds"].Value is JsonNumber limit && beat.Value >= limit.Value)
        {
            node["HeartbeatSeconds"].Report("Value should be less than TimeoutSeconds");
        }

        return resource is null ? null : new State.Task
        {
            Name = name,
            Resource = resource,
            Timeout = timeout,
            Heartbeat = heartbeat,
            Credentials = TemplateLoader.Read(node["Credentials"], language),
        };
    }

    private static TaskResource? Resource(DefinitionNode node, LoadScope scope)
    {
        if (node.Text() is not { } arn)
        {
            return null;
        }

        var resource = TaskResource.Parse(arn);
        switch (resource)
        {
            case null:
                node.Report("Value is not a valid resource ARN");
                break;
            case { Pattern: TaskPattern.Sync } when scope.Type == ExecutionType.Express:
                node.Report("Express state machine does not support '.sync' service integration");
                break;
            case { Pattern: TaskPattern.WaitForTaskToken } when scope.Type == ExecutionType.Express:
                // AWS's own message has the space at its end.
                node.Report("Express state machine does not support '.waitForTaskToken' service integration ");
                break;
        }

        return resource;
    }

    private static State.Parallel ReadParallel(DefinitionNode node, string name, LoadScope scope)
    {
        node.Require("Branches");
        var branches = node["Branches"];
        if (branches.Exists && branches.IsArray() && !branches.Items.Any())
        {
            branches.Report("Array must have at least 1 element");
        }

        return new State.Parallel
        {
            Name = name,
            Branches = [.. branches.Items.Select(branch => FlowLoader.ReadBranch(branch, scope.Machine, scope)).OfType<Flow>()],
        };
    }

    /// <summary>A field that is given as it stands, or with Path behind its name.</summary>
    internal static Setting? Either(
        DefinitionNode node, string field, QueryLanguage language, bool takesIntrinsics = false, long? least = null, long most = 99_999_999)
    {
        var path = node[field + "Path"];
        if (path.Exists && node.Has(field))
        {
            node.Report($"The fields '{field}' and '{field}Path' exclude each other");
        }

        if (path.Exists)
        {
            return TemplateLoader.ReadPath(path, takesIntrinsics) is { } source ? new Setting(field + "Path", source) : null;
        }

        var value = node[field];
        if (least is { } from && value.Exists && !(language == QueryLanguage.Jsonata && TemplateLoader.IsExpression(value.Value)))
        {
            value.Whole(from, most);
        }

        return TemplateLoader.ReadSetting(value, language);
    }
}
