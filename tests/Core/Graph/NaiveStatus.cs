namespace Swarm.Tests.Core.Graph;

internal enum NaiveStatus
{
    Waiting,
    Ready,
    Running,
    Completed,
    Failed,
    Skipped,
    Cancelled,
}
