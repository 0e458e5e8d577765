using System.ComponentModel.DataAnnotations;

namespace Swarm.Functions.DeadLetters;

/// <summary>How long dead letters wait.</summary>
public sealed class DeadLetterOptions
{
    /// <summary>How long a dead letter, and its node with it, waits for a decision before it is dropped.</summary>
    /// <value>24 hours by default; 1 minute to 365 days.</value>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan KeptFor { get; set; } = TimeSpan.FromHours(24);
}
