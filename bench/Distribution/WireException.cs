using System.Net;

namespace Swarm.Bench.Distribution;

/// <summary>A request was refused, or its answer did not come.</summary>
internal sealed class WireException(string message, HttpStatusCode? status, string? code) : Exception(message)
{
    /// <summary>The machine-readable code of the refusal.</summary>
    internal string? Code => code;

    /// <summary>Whether asking again may help.</summary>
    internal bool IsTransient => status is null or HttpStatusCode.TooManyRequests || (int)status >= 500;
}
