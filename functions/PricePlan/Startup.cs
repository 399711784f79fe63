using System.Diagnostics.CodeAnalysis;
using Amazon.DynamoDBv2;
using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pricing;
using StreamStorage;
using Telemetry;

namespace PricePlan;

/// <summary>Composes the function once, before its first batch.</summary>
[LambdaStartup]
internal sealed class Startup
{
    [SuppressMessage("Performance", "CA1822", Justification = "The generated handler calls it on an instance.")]
    public void ConfigureServices(IServiceCollection services)
    {
        var settings = PriceSettings.Read(Environment.GetEnvironmentVariable);
        var clock = TimeProvider.System;

        services.AddSingleton(clock);
        services.AddSingleton(new PriceBook(
            new DynamoTable(new AmazonDynamoDBClient(), settings.PricesTable, PriceRow.Table, clock), PriceRule.Deployed));
        services.AddSingleton(new EmbeddedMetrics(Console.OpenStandardOutput(), clock));
    }
}
