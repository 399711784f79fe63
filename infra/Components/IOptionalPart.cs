using Infra.Observation;
using Pulumi.Aws.Sfn;

namespace Infra.Components;

/// <summary>A part of the pipeline that a setting switches on, and what the rest of the stack has to know of it.</summary>
internal interface IOptionalPart
{
    /// <summary>The alarms of the part.</summary>
    IEnumerable<Alarm> Alarms { get; }

    /// <summary>The columns of the part on the dashboard.</summary>
    IEnumerable<DashboardColumn> Columns { get; }

    /// <summary>The state machines whose failed executions are reported to the alerts topic.</summary>
    IEnumerable<StateMachine> StateMachines { get; }

    /// <summary>The outputs that <c>pulumi stack output</c> shows of the part.</summary>
    IEnumerable<KeyValuePair<string, object?>> Outputs { get; }

    /// <summary>
    /// A sentence for <c>pulumi up</c> that says what the part costs while nothing happens; null when it costs nothing
    /// then.
    /// </summary>
    string? BilledByTheHour { get; }
}
