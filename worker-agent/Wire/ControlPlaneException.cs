using System.Net;
using Swarm.Contracts.Problems;

namespace Swarm.WorkerAgent.Wire;

/// <summary>The control plane refused a call, or could not be reached.</summary>
internal sealed class ControlPlaneException : Exception
{
    private ControlPlaneException(string message, HttpStatusCode? status, string code, Exception? inner)
        : base(message, inner)
    {
        Status = status;
        Code = code;
    }

    /// <summary>The status that it answered with; null if it did not answer.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>The machine-readable code of its answer, or empty.</summary>
    public string Code { get; }

    /// <summary>Asking again later may help: not reached, overloaded, or a fault of its own.</summary>
    public bool IsTransient =>
        Status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)Status >= 500;

    /// <summary>The worker's key (or join token) is not accepted (any more).</summary>
    public bool IsUnauthenticated => Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    public bool IsLeaseLost => Code == ProblemCodes.LeaseLost;

    public static ControlPlaneException Unreachable(string route, string why, Exception inner) =>
        new($"The control plane cannot be reached ({route}): {why}", null, "", inner);

    public static ControlPlaneException Refused(string route, HttpStatusCode status, string code, string detail) =>
        new($"The control plane refused {route}: {(int)status} {code} {detail}".TrimEnd(), status, code, null);
}
