using RealTime.Alerts;
using RealTime.Fleet;
using RealTime.SideOutputs;
using RealTime.Tables;

namespace RealTime.Processing;

/// <summary>Everything that the processor reads and writes: AWS's services there, the stage's own on one machine.</summary>
public sealed record Ports(
    ITable Minutes,
    ITable Trucks,
    ITable Alerts,
    ITable Detectors,
    ISideOutput SideOutput,
    IAlertTopic Topic,
    IRoutes Routes);
