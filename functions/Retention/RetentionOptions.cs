using System.ComponentModel.DataAnnotations;

namespace Swarm.Functions.Retention;

/// <summary>How long what has ended is kept.</summary>
public sealed class RetentionOptions
{
    /// <summary>
    /// How long a run is kept after its end, with its events, logs and results; null keeps all for ever.
    /// </summary>
    /// <value>90 days by default; 1 day to 100 years.</value>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan? KeepRuns { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How often it is looked for runs that have been kept long enough.</summary>
    /// <value>1 hour by default; 1 minute to 30 days.</value>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan SweptEvery { get; set; } = TimeSpan.FromHours(1);
}
