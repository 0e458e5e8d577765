using Swarm.Durable.History;

namespace Swarm.Durable.Dispatch;

/// <summary>An activity to run, committed in the history of its orchestration.</summary>
internal sealed record ActivityWorkItem(InstanceAddress Instance, TaskScheduled Task, string? TraceParent);
