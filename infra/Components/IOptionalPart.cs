using Infra.Observation;
using Pulumi.Aws.Sfn;

namespace Infra.Components;

/// <summary>A part of the pipeline that a setting switches on, and what the rest of the stack has to know of it.</summary>
internal interface IOptionalPart
{
    /// <summary>What is watched of it.</summary>
    IEnumerable<Alarm> Alarms { get; }

    /// <summary>Its place on the dashboard.</summary>
    IEnumerable<DashboardColumn> Columns { get; }

    /// <summary>Of whose executions somebody is told that did not succeed.</summary>
    IEnumerable<StateMachine> StateMachines { get; }

    /// <summary>What <c>pulumi stack output</c> shows of it.</summary>
    IEnumerable<KeyValuePair<string, object?>> Outputs { get; }

    /// <summary>What of it costs money while nothing happens, and how much, in a sentence for <c>pulumi up</c>; null: nothing.</summary>
    string? BilledByTheHour { get; }
}
