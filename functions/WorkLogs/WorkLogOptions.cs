using System.ComponentModel.DataAnnotations;

namespace Swarm.Functions.WorkLogs;

/// <summary>How much of the logs of work items is kept.</summary>
public sealed class WorkLogOptions
{
    /// <summary>
    /// The text kept of one work item, over all its claims; what comes after is dropped, and the log says so.
    /// </summary>
    /// <value>64 MiB by default; 64 KiB to 1 GiB.</value>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public long MaxBytesPerWorkItem { get; set; } = 64 * 1024 * 1024;
}
