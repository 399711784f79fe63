using System.Text.RegularExpressions;
using Workflow;

namespace Infra.Configuration;

/// <summary>A stack's configuration, complete and valid. Its keys are described in <c>Pulumi.yaml</c>.</summary>
internal sealed partial record Settings
{
    public required string Owner { get; init; }
    public required int LookbackDays { get; init; }
    public required int TransitDays { get; init; }
    public required int StoresPerBatch { get; init; }
    public required int MapConcurrency { get; init; }
    public required int ToleratedFailurePercentage { get; init; }
    public required bool ReservedConcurrency { get; init; }

    /// <summary>The MiB that one query may read, or <see cref="NoScanLimit"/>.</summary>
    public required int ScanLimitMb { get; init; }

    public required int BufferSeconds { get; init; }
    public required int DataRetentionDays { get; init; }
    public required int LogRetentionDays { get; init; }

    /// <summary>The folder of reference data, as a full path; null for none.</summary>
    public required string? ReferenceData { get; init; }

    public required string? Schedule { get; init; }
    public required string WaveSchedule { get; init; }
    public required string ScheduleTimeZone { get; init; }
    /// <summary>Whether the stack has the streams of events from trucks and shops, with all that follows them.</summary>
    public required bool RealTime { get; init; }

    /// <summary>Whether trucks' reports come by way of Kafka, not Kinesis.</summary>
    public required bool Kafka { get; init; }

    /// <summary>The type of the brokers, as MSK names it.</summary>
    public required string BrokerType { get; init; }

    /// <summary>Whether the stack sets prices.</summary>
    public required bool Pricing { get; init; }

    /// <summary>The schedule of the executions that set prices; null when they are started by hand.</summary>
    public required string? PricingSchedule { get; init; }

    public required int PricingLookbackDays { get; init; }
    public required int PricingRecentHours { get; init; }
    public required int PricingDailyPercent { get; init; }

    /// <summary>Whether the lake is loaded into a warehouse.</summary>
    public required bool HasWarehouse { get; init; }

    /// <summary>Redshift processing units at work while statements run.</summary>
    public required int WarehouseRpu { get; init; }

    /// <summary>The RPU-hours of a month after which the warehouse stops.</summary>
    public required int WarehouseRpuHours { get; init; }

    public required string WarehouseSchedule { get; init; }

    /// <summary>Whether the streams' events can be searched.</summary>
    public required bool HasSearch { get; init; }

    /// <summary>Days that events can be found, today not counted.</summary>
    public required int SearchRetentionDays { get; init; }

    /// <summary>OpenSearch compute units at most, for indexing and for searching each.</summary>
    public required int SearchOcus { get; init; }

    /// <summary>The ARNs of the IAM principals who may search and see dashboards.</summary>
    public required Words SearchReaders { get; init; }

    public required int MonthlyBudgetUsd { get; init; }
    public required string? AlarmEmail { get; init; }
    public required bool CustomerManagedKey { get; init; }
    public required bool ForceDestroy { get; init; }

    public const int NoScanLimit = 0;

    public const string UsualBrokerType = "kafka.t3.small";

    private const string EachHour = "cron(0 * * * ? *)";

    // The limits are those of the settings and of CheckInput in store-planning.asl.json.
    private const int MostTransitDays = 31;

    private const int LeastScanLimit = 10;

    // The values that CloudWatch Logs accepts.
    private static readonly int[] LogRetentions =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    private static readonly string[] ScheduleKinds = ["cron(", "rate(", "at("];

    /// <param name="config">The value of a key; null where it is not set.</param>
    /// <param name="root">The folder that relative paths start from: the one of <c>Pulumi.yaml</c>.</param>
    /// <exception cref="SettingsException">Values are missing or wrong; the message says what is, of each.</exception>
    public static Settings Read(Func<string, string?> config, Names names, string root)
    {
        var reader = new SettingsReader(config, names.Project);
        var settings = new Settings
        {
            Owner = reader.Text(
                "owner", "who answers for the stack, such as a team's e-mail address", "store-operations@example.com"),
            LookbackDays = reader.Number("lookbackDays", PipelineFacts.LookbackDays, 0, 31),
            TransitDays = reader.Number("transitDays", PipelineFacts.TransitDays, 0, MostTransitDays),
            StoresPerBatch = reader.Number("storesPerBatch", 10, 1, 1000),
            MapConcurrency = reader.Number("mapConcurrency", PipelineFacts.MapConcurrency, 1, 1000),
            ToleratedFailurePercentage = reader.Number("toleratedFailurePercentage", PipelineFacts.ToleratedFailurePercentage, 0, 100),
            ReservedConcurrency = reader.Switch("reservedConcurrency", false),
            // The limit is the greatest that the AWS provider's whole number of bytes can hold.
            ScanLimitMb = reader.Number("scanLimitMb", PipelineFacts.ScanLimitMb, NoScanLimit, 2047),
            BufferSeconds = reader.Number("bufferSeconds", PipelineFacts.BufferSeconds, 60, 900),
            DataRetentionDays = reader.Number("dataRetentionDays", 35, 1, 3650),
            LogRetentionDays = reader.Choice("logRetentionDays", 14, LogRetentions),
            ReferenceData = reader.Optional("referenceData") is { } folder ? Path.Combine(root, folder) : null,
            Schedule = reader.Optional("schedule"),
            WaveSchedule = reader.Optional("waveSchedule") ?? "rate(15 minutes)",
            ScheduleTimeZone = reader.Optional("scheduleTimeZone") ?? "UTC",
            RealTime = reader.Switch("realtime", false),
            Kafka = reader.Word("source", "kinesis", "kinesis", "kafka") == "kafka",
            BrokerType = reader.Optional("brokerType") ?? UsualBrokerType,
            Pricing = reader.Switch("pricing", false),
            PricingSchedule = reader.Optional("pricingSchedule") switch { null => EachHour, "none" => null, var expression => expression },
            PricingLookbackDays = reader.Number("pricingLookbackDays", PipelineFacts.PricingLookbackDays, 1, 31),
            PricingRecentHours = reader.Number("pricingRecentHours", PipelineFacts.PricingRecentHours, 1, 168),
            PricingDailyPercent = reader.Number("pricingDailyPercent", PipelineFacts.PricingDailyPercent, 1, 50),
            HasWarehouse = reader.Optional("warehouse") is not null,
            // A workgroup begins with 4 RPU, or with a multiple of 8; more than the least two is more than loads need.
            WarehouseRpu = reader.Choice("warehouseRpu", 4, [4, 8]),
            WarehouseRpuHours = reader.Number("warehouseRpuHours", 60, 1, 100_000),
            WarehouseSchedule = reader.Optional("warehouseSchedule") ?? "rate(6 hours)",
            HasSearch = reader.Optional("search") is not null,
            SearchRetentionDays = reader.Number("searchRetentionDays", 14, 1, 90),
            // The values that a collection group accepts; higher ones are more than these streams need.
            SearchOcus = reader.Choice("searchOcus", 2, [1, 2, 4, 8, 16]),
            SearchReaders = new(reader.Optional("searchReaders")),
            MonthlyBudgetUsd = reader.Number("monthlyBudgetUsd", 50, 1, 1_000_000),
            AlarmEmail = reader.Optional("alarmEmail"),
            CustomerManagedKey = reader.Switch("customerManagedKey", false),
            ForceDestroy = reader.Switch("forceDestroy", true),
        };
        settings.Check(reader, names);
        reader.ThrowIfWrong();

        return settings;
    }

    /// <summary>Whether the stack has a table of the lake; it lacks the tables of parts that are switched off.</summary>
    public bool Has(TableDefinition table) => table.Part switch
    {
        null => true,
        "pricing" => Pricing,
        var part => throw new System.Diagnostics.UnreachableException($"No setting switches the part '{part}' of tables.json."),
    };

    /// <summary>
    /// Dispatches outlive readings by the longest transit, so that whatever an execution asks of the readings that are
    /// there, it nets what was on the road then.
    /// </summary>
    public int RetentionDays(TableDefinition table) =>
        DataRetentionDays + (table.Name == "dispatches" ? MostTransitDays : 0);

    /// <summary>
    /// The time after which something must be wrong with a stream whose records are not in the lake: three intervals, one
    /// that gathers, one that is written, one to spare.
    /// </summary>
    public TimeSpan StreamLag => TimeSpan.FromSeconds(Math.Max(900, 3 * BufferSeconds));

    private void Check(SettingsReader reader, Names names)
    {
        reader.Require(
            TagValue().IsMatch(Owner),
            "owner",
            "which a tag cannot hold: only letters, digits, spaces and _ . : / = + - @, 256 at most",
            "store-operations@example.com");
        reader.Require(
            ScanLimitMb is NoScanLimit or >= LeastScanLimit,
            "scanLimitMb",
            $"less than Athena's least limit, {LeastScanLimit}, and not {NoScanLimit}, which is none",
            "1024");
        reader.Require(
            DataRetentionDays > LookbackDays,
            "dataRetentionDays",
            $"too few to answer for the last {LookbackDays} days",
            $"{LookbackDays + 1}");
        reader.Require(
            AlarmEmail is null || AlarmEmail.Split('@') is [{ Length: > 0 }, { Length: > 0 }],
            "alarmEmail",
            "not an e-mail address",
            "store-operations@example.com");
        reader.Require(
            Schedule is null || IsScheduleExpression(Schedule),
            "schedule",
            "not a cron(…), rate(…) or at(…) expression of EventBridge Scheduler",
            "'cron(0 4 * * ? *)'");
        reader.Require(!Kafka || RealTime, "source", "which needs the streams of realtime", "kinesis");
        reader.Require(
            BrokerTypeName().IsMatch(BrokerType), "brokerType", "not a type of MSK's brokers", UsualBrokerType);
        reader.Require(
            IsScheduleExpression(WaveSchedule) && !WaveSchedule.StartsWith("at(", StringComparison.Ordinal),
            "waveSchedule",
            "not a cron(…) or rate(…) expression of EventBridge Scheduler",
            "'rate(15 minutes)'");
        reader.Require(
            PricingSchedule is null || IsScheduleExpression(PricingSchedule),
            "pricingSchedule",
            "neither none nor a cron(…), rate(…) or at(…) expression of EventBridge Scheduler",
            "'cron(0 * * * ? *)'");
        reader.Require(
            PricingRecentHours < 24 * PricingLookbackDays,
            "pricingRecentHours",
            $"all of the {PricingLookbackDays} days that are looked at, so that nothing is known of before",
            $"{Math.Min(PipelineFacts.PricingRecentHours, (24 * PricingLookbackDays) - 1)}");
        reader.Require(
            !Pricing || DataRetentionDays > PricingLookbackDays,
            "dataRetentionDays",
            $"too few to set prices by the last {PricingLookbackDays} days",
            $"{PricingLookbackDays + 1}");
        reader.Require(
            ScheduleTimeZone == "UTC" || IanaTimeZone().IsMatch(ScheduleTimeZone),
            "scheduleTimeZone",
            "not a time zone as the IANA database names it",
            "Europe/Berlin");
        reader.Require(
            reader.Optional("warehouse") is null or "redshift",
            "warehouse",
            "not redshift, which is the only one there is",
            "redshift");
        reader.Require(
            IsScheduleExpression(WarehouseSchedule),
            "warehouseSchedule",
            "not a cron(…), rate(…) or at(…) expression of EventBridge Scheduler",
            "'rate(6 hours)'");
        reader.Require(
            reader.Optional("search") is null or "opensearch",
            "search",
            "not opensearch, which is the only one there is",
            "opensearch");
        reader.Require(!HasSearch || RealTime, "search", "which needs the streams of realtime", "''");
        reader.Require(
            SearchReaders.All.All(reader => IamArn().IsMatch(reader)),
            "searchReaders",
            "not ARNs of roles or users of IAM, separated by commas",
            "arn:aws:iam::123456789012:role/analyst");
        if (HasSearch && names.Prefix.Length > Names.LongestCollection)
        {
            reader.Report(
                $"The stack's name '{names.Stack}' becomes part of its search collection's. With search, give it one of at most "
                + $"{Names.LongestCollection - names.Prefix.Length + names.Stack.Length} letters: pulumi stack init dev.");
        }

        foreach (var problem in ReferenceData is null ? [] : ReferenceFiles.Problems(ReferenceData))
        {
            reader.Report(problem);
        }

        if (!names.IsStackNameable)
        {
            reader.Report(
                $"The stack's name '{names.Stack}' becomes part of its buckets' names. Give it one of at most "
                + $"{Names.LongestStack} lower-case letters, digits and hyphens: pulumi stack init dev.");
        }
    }

    private static bool IsScheduleExpression(string text) =>
        text.EndsWith(')') && ScheduleKinds.Any(start => text.StartsWith(start, StringComparison.Ordinal));

    [GeneratedRegex(@"^[\p{L}\p{N}\s_.:/=+\-@]{0,256}$")]
    private static partial Regex TagValue();

    [GeneratedRegex(@"^(kafka|express)\.[a-z0-9]+\.[a-z0-9]+$")]
    private static partial Regex BrokerTypeName();

    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::\d{12}:(role|user)/[\w+=,.@/-]+$")]
    private static partial Regex IamArn();

    [GeneratedRegex(@"^[A-Za-z_]+(/[A-Za-z0-9_+\-]+)+$")]
    private static partial Regex IanaTimeZone();
}
