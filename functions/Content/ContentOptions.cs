using System.ComponentModel.DataAnnotations;
using Swarm.Contracts.Content;

namespace Swarm.Functions.Content;

/// <summary>How much content is kept, and for how long without a use.</summary>
public sealed class ContentOptions
{
    /// <summary>How many bytes one value may have.</summary>
    /// <value>64 MiB by default; 1 MiB to 64 MiB.</value>
    [Range(1024 * 1024, ContentReference.MaxBytes)]
    public long MaxBytesPerValue { get; set; } = ContentReference.MaxBytes;

    /// <summary>
    /// How many bytes all values may have together. In blobs that several processes store, it may be exceeded by what
    /// they store between two counts.
    /// </summary>
    /// <value>32 GiB by default; 64 MiB to 1 PiB.</value>
    [Range(64L * 1024 * 1024, 1L << 50)]
    public long MaxBytesTotal { get; set; } = 32L * 1024 * 1024 * 1024;

    /// <summary>How long a value that no run refers to is kept: a run may be about to.</summary>
    /// <value>24 hours by default; 1 hour to 365 days.</value>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan KeptFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often it is looked for values that no run refers to any more.</summary>
    /// <value>6 hours by default; 1 minute to 30 days.</value>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan SweptEvery { get; set; } = TimeSpan.FromHours(6);
}
