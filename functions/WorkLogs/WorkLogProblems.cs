using Microsoft.AspNetCore.Http;
using Swarm.Contracts.Problems;
using Swarm.Functions.Http;

namespace Swarm.Functions.WorkLogs;

internal static class WorkLogProblems
{
    /// <summary>Lines are missing; the caller learns where to go on.</summary>
    public static ApiProblemException Gap(string workItemId, long expected, long first)
    {
        var problem = Problems.Of(
            StatusCodes.Status409Conflict,
            ProblemCodes.LogGap,
            "Lines are missing",
            $"The log of work item '{workItemId}' goes on at line {expected} under this token, not at {first}. "
            + $"Send the lines from {expected} on.",
            new Dictionary<string, string[]> { ["/first"] = [$"Expected {expected} or less."] });
        return new ApiProblemException(problem.Body with { Expected = expected });
    }
}
