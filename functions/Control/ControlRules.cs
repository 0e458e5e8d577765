using Swarm.Functions.Http;

namespace Swarm.Functions.Control;

/// <summary>What may be said when a run is controlled.</summary>
internal static class ControlRules
{
    private const int MaxReasonChars = 500;

    /// <summary>A reason as it may be given.</summary>
    /// <exception cref="ApiProblemException">422: it is too long.</exception>
    public static string? Check(string? reason)
    {
        new FieldErrors()
            .Require(
                reason is null || reason.Length <= MaxReasonChars,
                "/reason",
                $"A reason may have {MaxReasonChars} characters at most.")
            .ThrowIfAny();
        return reason;
    }
}
