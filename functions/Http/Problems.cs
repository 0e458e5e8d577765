using Microsoft.AspNetCore.Http;
using Swarm.Contracts.Problems;
using Swarm.Contracts.Workflows;

namespace Swarm.Functions.Http;

/// <summary>The problems that the API answers with. Each detail says what happened and what to do.</summary>
public static class Problems
{
    public static ApiProblemException Malformed(string pointer, string message) =>
        Of(
            StatusCodes.Status400BadRequest,
            ProblemCodes.Malformed,
            "The request cannot be read",
            message,
            Field(pointer, message));

    public static ApiProblemException Unauthenticated(string detail) =>
        Of(StatusCodes.Status401Unauthorized, ProblemCodes.Unauthenticated, "Who are you?", detail);

    public static ApiProblemException Forbidden(string detail) =>
        Of(StatusCodes.Status403Forbidden, ProblemCodes.Forbidden, "Not allowed", detail);

    public static ApiProblemException NotFound(string detail) =>
        Of(StatusCodes.Status404NotFound, ProblemCodes.NotFound, "Not found", detail);

    public static ApiProblemException Conflict(string detail) =>
        Of(StatusCodes.Status409Conflict, ProblemCodes.Conflict, "Its state does not allow this", detail);

    /// <summary>412: somebody else has changed the thing since the caller read it.</summary>
    public static ApiProblemException Changed(string detail) =>
        Of(StatusCodes.Status412PreconditionFailed, ProblemCodes.Changed, "It has changed since", detail);

    public static ApiProblemException LeaseLost(string workItemId) =>
        Of(
            StatusCodes.Status409Conflict,
            ProblemCodes.LeaseLost,
            "The lease is not yours",
            $"The lease on work item '{workItemId}' under this token has ended, so nothing was changed. "
            + "End the work and drop its result.");

    public static ApiProblemException StalePointer(string workItemId) =>
        Of(
            StatusCodes.Status409Conflict,
            ProblemCodes.StalePointer,
            "The pointer is stale",
            $"Work item '{workItemId}' is not waiting for a worker (any more). Poll for the next one.");

    public static ApiProblemException DoesNotFit(string workItemId, string detail) =>
        Of(
            StatusCodes.Status409Conflict,
            ProblemCodes.DoesNotFit,
            "The worker does not fit",
            $"Work item '{workItemId}' is not for this worker: it {detail}. Poll for another one.");

    public static ApiProblemException TooLarge(long limitBytes) =>
        Of(
            StatusCodes.Status413PayloadTooLarge,
            ProblemCodes.TooLarge,
            "The body is too large",
            $"The body may have {limitBytes} bytes at most.");

    public static ApiProblemException Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        Of(
            StatusCodes.Status422UnprocessableEntity,
            ProblemCodes.Invalid,
            "A field breaks a rule",
            $"{errors.Count} field(s) break a rule; see errors.",
            errors);

    /// <summary>422: the file that the request carried has errors, each with its position.</summary>
    public static ApiProblemException InvalidFile(string detail, IReadOnlyList<WorkflowError> errors)
    {
        var problem = Of(
            StatusCodes.Status422UnprocessableEntity, ProblemCodes.InvalidWorkflow, "The file has errors", detail);
        return new ApiProblemException(problem.Body with { WorkflowErrors = errors });
    }

    public static ApiProblemException Invalid(string pointer, string message) => Invalid(Field(pointer, message));

    public static ApiProblemException Unavailable(string detail) =>
        Of(StatusCodes.Status503ServiceUnavailable, ProblemCodes.Unavailable, "Not now", detail);

    /// <summary>A fault of ours: the caller learns no more than where to look in the logs.</summary>
    public static ApiProblemException Internal() =>
        Of(
            StatusCodes.Status500InternalServerError,
            ProblemCodes.Internal,
            "A fault of ours",
            "Something went wrong on our side. The log tells more under the trace id.");

    public static ApiProblemException Of(
        int status, string code, string title, string detail, IReadOnlyDictionary<string, string[]>? errors = null) =>
        new(new ProblemBody
        {
            Type = $"/problems/{code}",
            Title = title,
            Status = status,
            Detail = detail,
            Code = code,
            Errors = errors,
        });

    private static Dictionary<string, string[]> Field(string pointer, string message) =>
        new() { [pointer] = [message] };
}
