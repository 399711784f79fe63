using System.Text.Json.Nodes;
using Infra.Observation;
using Pricing;
using Pulumi;
using Pulumi.Aws.DynamoDB;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Sfn;
using Telemetry;
using Workflow;

namespace Infra.Components;

/// <summary>
/// The hourly prices of products in stores: the state machine that asks the lake for their features, the function that
/// sets the price, and the table of prices with their reasons.
/// </summary>
internal sealed class PricePlanning : Component, IOptionalPart
{
    public const string Handler = "PricePlan::PricePlan.PlanPrices_HandleAsync_Generated::HandleAsync";

    /// <summary>The Distributed Map's label in pricing.asl.json.</summary>
    private const string MapLabel = "SetPrices";

    private const string Prefix = "pricing-";

    // Starts are an hour apart, where the schedule is the usual one.
    private const int HoursOfSilence = 3;

    private static readonly IReadOnlyList<TableDefinition> Asked =
        [.. new[] { "inventory", "visits", "price_list" }.Select(WorkflowFiles.Table)];

    private readonly Scope scope;
    private readonly Table prices;
    private readonly Function pricePlan;
    private readonly StateMachine machine;
    private readonly ScheduledStart? schedule;

    public PricePlanning(DataLake lake, Scope scope, Resource parent)
        : base("PricePlanning", "price-planning", new() { Parent = parent })
    {
        this.scope = scope;

        prices = ItemTables.Create(PriceRow.Table, scope, Child);
        pricePlan = CreateFunction();
        machine = CreateStateMachine(lake);
        schedule = scope.Settings.PricingSchedule is { } expression
            ? new ScheduledStart(new(Prefix, expression, ProductMachine.Pricing, "Starts the setting of prices"), machine, scope, this)
            : null;

        RegisterOutputs();
    }

    public IEnumerable<Alarm> Alarms =>
    [
        .. schedule is null ? [] : Observation.Alarms.OfSchedule(Prefix, schedule.MissedStarts, machine, HoursOfSilence),
        .. Observation.Alarms.OfExecutions(Prefix, machine),
        .. Observation.Alarms.OfBatches(Prefix, machine, MapLabel, "prices", "set", "read the function's log for what it waits on"),
        .. Observation.Alarms.OfFunction("price-plan", pricePlan),
        .. Observation.Alarms.OfTable("prices", prices),
    ];

    public IEnumerable<DashboardColumn> Columns =>
    [
        new(
            "Prices",
            Flow: [Metric.Counted(pricePlan, MetricName.PricesSet), Metric.Counted(pricePlan, MetricName.PricesKept)],
            Trouble:
            [
                Metric.Of(machine, "ExecutionsFailed"),
                Metric.Of(machine, "ExecutionsTimedOut"),
                Metric.Of(pricePlan, "Errors"),
                Metric.Counted(pricePlan, MetricName.RefusedProducts),
            ]),
    ];

    public IEnumerable<StateMachine> StateMachines => [machine];

    public IEnumerable<KeyValuePair<string, object?>> Outputs =>
    [
        KeyValuePair.Create("pricingStateMachineArn", (object?)machine.Arn),
        KeyValuePair.Create("pricesTable", (object?)prices.Name),
        KeyValuePair.Create("pricesOfStore", (object?)prices.Name.Apply(table =>
            $"aws dynamodb query --region {scope.Account.Region} --table-name {table} --key-condition-expression 'store_id = :store' "
            + """--expression-attribute-values '{":store":{"S":"S0001"}}'""")),
    ];

    // Queries, calls and writes, each by itself.
    public string? BilledByTheHour => null;

    private Function CreateFunction() => new LambdaFunction(
        "price-plan",
        new(
            "Sets the prices of a batch of products in stores",
            Handler,
            // Less than the state's own 30 seconds, so that the function's error is the one that is seen.
            Timeout: TimeSpan.FromSeconds(25),
            MemoryMb: 512,
            Concurrency: scope.Settings.MapConcurrency,
            May:
            [
                new("KeepPrices", ["dynamodb:BatchGetItem", "dynamodb:PutItem"], prices.Arn),
                .. scope.Encryption.Through("dynamodb", "lambda"),
            ])
        {
            Environment = new() { ["PRICES_TABLE"] = prices.Name },
        },
        scope,
        this).Function;

    private StateMachine CreateStateMachine(DataLake lake)
    {
        var access = new StateMachineAccess(scope, ProductMachine.Pricing, MapLabel);
        return StandardStateMachine.Create(
            "pricing-state-machine",
            ProductMachine.Pricing,
            access,
            Values(lake),
            [
                .. access.Query(lake, Asked),
                .. access.RunMap,
                new("PlanPrices", ["lambda:InvokeFunction"], pricePlan.Arn),
                .. scope.Encryption.Through("s3"),
            ],
            scope,
            this);
    }

    private Output<Dictionary<string, JsonNode>> Values(DataLake lake) => Output
        .Tuple(lake.Bucket.BucketName, lake.Database.Name, lake.Workgroup.Name, pricePlan.Arn)
        .Apply(names => new Dictionary<string, JsonNode>
        {
            ["FeaturesQuery"] = WorkflowFiles.Statement(WorkflowFiles.Features),
            ["PricingLookbackDays"] = scope.Settings.PricingLookbackDays,
            ["PricingRecentHours"] = scope.Settings.PricingRecentHours,
            ["PricingDailyPercent"] = scope.Settings.PricingDailyPercent,
            ["LakeBucket"] = names.Item1,
            ["Database"] = names.Item2,
            ["WorkGroup"] = names.Item3,
            ["MapConcurrency"] = scope.Settings.MapConcurrency,
            ["ToleratedFailurePercentage"] = scope.Settings.ToleratedFailurePercentage,
            ["PricePlanFunctionArn"] = names.Item4,
        });
}
