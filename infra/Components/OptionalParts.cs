using Pulumi;

namespace Infra.Components;

/// <summary>The parts of the pipeline that its settings ask for.</summary>
internal static class OptionalParts
{
    public static IReadOnlyList<IOptionalPart> Create(DataLake lake, Scope scope, Resource parent)
    {
        var settings = scope.Settings;
        var network = settings.Kafka || settings.HasWarehouse ? new PrivateNetwork(lake, scope, parent) : null;
        var realTime = settings.RealTime ? new RealTime(lake, network, scope, parent) : null;
        IEnumerable<IOptionalPart?> parts =
        [
            realTime,
            settings.HasSearch ? new Search(realTime!, lake, scope, parent) : null,
            settings.Pricing ? new PricePlanning(lake, scope, parent) : null,
            settings.HasWarehouse ? new Warehouse(lake, network!, scope, parent) : null,
        ];

        return [.. parts.OfType<IOptionalPart>()];
    }
}
