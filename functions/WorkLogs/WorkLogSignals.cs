using Swarm.Functions.Waiting;

namespace Swarm.Functions.WorkLogs;

/// <summary>Wakes those who wait for lines of a work item's log, by its id.</summary>
public sealed class WorkLogSignals : KeyedSignals;
