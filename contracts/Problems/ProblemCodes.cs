namespace Swarm.Contracts.Problems;

/// <summary>Every <see cref="ProblemBody.Code"/> that the API answers with. Codes never change their meaning.</summary>
public static class ProblemCodes
{
    /// <summary>400: the body or a parameter cannot be read.</summary>
    public const string Malformed = "malformed";

    /// <summary>401: no key, or one that is unknown or revoked.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>403: the key's role may not do this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>404: there is no such thing, or it is not yours.</summary>
    public const string NotFound = "not_found";

    /// <summary>409: somebody else changed it first, or its state does not allow this.</summary>
    public const string Conflict = "conflict";

    /// <summary>412: somebody else has changed it since you read it; read it again.</summary>
    public const string Changed = "changed";

    /// <summary>409: the lease is not yours (any more); the result changes nothing.</summary>
    public const string LeaseLost = "lease_lost";

    /// <summary>409: the pointer is stale; somebody else has claimed the work item, or it has ended.</summary>
    public const string StalePointer = "stale_pointer";

    /// <summary>409: the worker does not fit the work item; the detail says why, and the pointer goes back.</summary>
    public const string DoesNotFit = "does_not_fit";

    /// <summary>
    /// 409: log lines before the ones sent are missing; <see cref="ProblemBody.Expected"/> says which comes next.
    /// </summary>
    public const string LogGap = "log_gap";

    /// <summary>413: the body is larger than allowed.</summary>
    public const string TooLarge = "too_large";

    /// <summary>507: there is no room for more content.</summary>
    public const string Full = "full";

    /// <summary>422: a field breaks a rule.</summary>
    public const string Invalid = "invalid";

    /// <summary>422: the workflow file has errors.</summary>
    public const string InvalidWorkflow = "invalid_workflow";

    /// <summary>500: a fault of ours.</summary>
    public const string Internal = "internal";

    /// <summary>503: the control plane stops or is not ready yet.</summary>
    public const string Unavailable = "unavailable";
}
