using System.ComponentModel.DataAnnotations;
using Swarm.Contracts.Clarifications;

namespace Swarm.Functions.Clarifications;

/// <summary>How long questions of work items wait, and what becomes of those that nobody answers.</summary>
public sealed class ClarificationOptions
{
    /// <summary>How long a question waits for its answer.</summary>
    /// <value>24 hours by default; 1 minute to 365 days.</value>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan ExpiresAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>What happens then, unless whoever asks named an assumption: that stands in for the answer.</summary>
    /// <value>The work item fails by default.</value>
    public ClarificationExpiry OnExpiry { get; set; } = ClarificationExpiry.Fail;

    /// <summary>
    /// How long the worker that holds the conversation has to come for it once the answer is there, before anybody who
    /// fits gets the work item.
    /// </summary>
    /// <value>10 minutes by default; none to 1 day.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan HeldFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many questions one work item may ask; with one more it fails.</summary>
    /// <value>20 by default; 0 to 50.</value>
    [Range(0, 50)]
    public int MaxPerWorkItem { get; set; } = 20;
}
