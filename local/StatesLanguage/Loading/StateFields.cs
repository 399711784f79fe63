namespace StatesLanguage.Loading;

/// <summary>The fields that a state may have, by its type and query language.</summary>
internal static class StateFields
{
    private const string Every = "Type Comment QueryLanguage";
    private const string Steps = "Next End";
    private const string Paths = "InputPath OutputPath";
    private const string Failures = "Retry Catch";
    private const string MapBoth =
        "ItemProcessor Iterator ItemSelector ItemReader ItemBatcher ResultWriter Label " +
        "MaxConcurrency ToleratedFailureCount ToleratedFailurePercentage";

    private static readonly Dictionary<(string Type, QueryLanguage Language), HashSet<string>> Table =
        new()
        {
            [("Pass", QueryLanguage.JsonPath)] = Set(Every, Steps, Paths, "Parameters Result ResultPath Assign"),
            [("Pass", QueryLanguage.Jsonata)] = Set(Every, Steps, "Output Assign"),
            [("Succeed", QueryLanguage.JsonPath)] = Set(Every, Paths),
            [("Succeed", QueryLanguage.Jsonata)] = Set(Every, "Output"),
            [("Fail", QueryLanguage.JsonPath)] = Set(Every, "Error Cause ErrorPath CausePath"),
            [("Fail", QueryLanguage.Jsonata)] = Set(Every, "Error Cause"),
            [("Wait", QueryLanguage.JsonPath)] = Set(Every, Steps, Paths, "Seconds SecondsPath Timestamp TimestampPath Assign"),
            [("Wait", QueryLanguage.Jsonata)] = Set(Every, Steps, "Seconds Timestamp Output Assign"),
            [("Choice", QueryLanguage.JsonPath)] = Set(Every, Paths, "Choices Default Assign"),
            [("Choice", QueryLanguage.Jsonata)] = Set(Every, "Choices Default Output Assign"),
            [("Task", QueryLanguage.JsonPath)] = Set(
                Every, Steps, Paths, Failures,
                "Resource Parameters ResultSelector ResultPath Credentials Assign",
                "TimeoutSeconds TimeoutSecondsPath HeartbeatSeconds HeartbeatSecondsPath"),
            [("Task", QueryLanguage.Jsonata)] = Set(
                Every, Steps, Failures, "Resource Arguments Credentials TimeoutSeconds HeartbeatSeconds Output Assign"),
            [("Parallel", QueryLanguage.JsonPath)] = Set(
                Every, Steps, Paths, Failures, "Branches Parameters ResultSelector ResultPath Assign"),
            [("Parallel", QueryLanguage.Jsonata)] = Set(Every, Steps, Failures, "Branches Arguments Output Assign"),
            [("Map", QueryLanguage.JsonPath)] = Set(
                Every, Steps, Paths, Failures, MapBoth, "Parameters ItemsPath ResultSelector ResultPath Assign",
                "MaxConcurrencyPath ToleratedFailureCountPath ToleratedFailurePercentagePath"),
            [("Map", QueryLanguage.Jsonata)] = Set(Every, Steps, Failures, MapBoth, "Items Output Assign"),
        };

    /// <summary>The fields that a state of this type may have; null where there is no such type.</summary>
    public static HashSet<string>? Of(string type, QueryLanguage language) => Table.GetValueOrDefault((type, language));

    private static HashSet<string> Set(params string[] groups) => [.. groups.SelectMany(group => group.Split(' '))];
}
