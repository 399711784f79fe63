using System.Diagnostics.CodeAnalysis;
using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Telemetry;

namespace StorePlanning;

[LambdaStartup]
internal sealed class Startup
{
    [SuppressMessage("Performance", "CA1822", Justification = "The generated handler calls it on an instance.")]
    public void ConfigureServices(IServiceCollection services) =>
        services.AddSingleton(new EmbeddedMetrics(Console.OpenStandardOutput(), TimeProvider.System));
}
