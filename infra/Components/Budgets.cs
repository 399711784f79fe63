using System.Globalization;
using Pulumi;
using Pulumi.Aws.Budgets;
using Pulumi.Aws.Budgets.Inputs;
using Pulumi.Aws.Sns;

namespace Infra.Components;

/// <summary>Tells when the stack costs more in a month than it should.</summary>
internal static class Budgets
{
    public static void Create(Topic alerts, Scope scope, CustomResourceOptions options) => _ = new Budget("budget", new()
    {
        Name = scope.Names.Prefix,
        BudgetType = "COST",
        TimeUnit = "MONTHLY",
        LimitAmount = scope.Settings.MonthlyBudgetUsd.ToString(CultureInfo.InvariantCulture),
        LimitUnit = "USD",
        CostFilters = new BudgetCostFilterArgs
        {
            Name = "TagKeyValue",
            Values = [$"user:{Tags.Stack}${scope.Names.Prefix}"],
        },
        Notifications = [When("ACTUAL", 80, alerts), When("FORECASTED", 100, alerts)],
    }, options);

    private static BudgetNotificationArgs When(string kind, double percentage, Topic alerts) => new()
    {
        NotificationType = kind,
        ComparisonOperator = "GREATER_THAN",
        Threshold = percentage,
        ThresholdType = "PERCENTAGE",
        SubscriberSnsTopicArns = [alerts.Arn],
    };
}
