using Swarm.Contracts.Tasks;
using Swarm.Core.Workflows;
using Swarm.Functions.Http;

namespace Swarm.Functions.Tasks;

/// <summary>What a task's director must be like.</summary>
internal static class DirectorRules
{
    private const int MaxArguments = 50;
    private const int MaxArgumentChars = 1_000;
    private const int MaxToolChars = 50;

    public static void Check(TaskDirector director, FieldErrors errors)
    {
        errors
            .Require(
                director.Tool is null or { Length: > 0 and <= MaxToolChars },
                "/director/tool",
                $"A tool has a name of 1 to {MaxToolChars} characters.")
            .Require(
                director.Tool is null || director.Run is null,
                "/director/run",
                "A director is a tool or a program; name one of the two.")
            .Require(
                director.Run is null or { Count: > 0 and <= MaxArguments }
                    && director.Run?.All(argument => argument.Length <= MaxArgumentChars) != false,
                "/director/run",
                $"Give 1 to {MaxArguments} texts of {MaxArgumentChars} characters at most, program first.");
        Range(errors, director.Corrections, 0, WorkflowLimits.MaxPlanCorrections, "/director/corrections");
        Range(errors, director.Subtasks, 1, WorkflowLimits.MaxPlanNodes, "/director/subtasks");
        Range(errors, director.Rounds, 1, WorkflowLimits.MaxPlanRounds, "/director/rounds");
        Range<decimal>(errors, director.CostUsd, 0, WorkflowLimits.MaxPlanCostUsd, "/director/costUsd");
        Range(errors, director.Time, WorkflowLimits.MinTimeout, WorkflowLimits.MaxWait, "/director/time");
        Range(errors, director.Patience, WorkflowLimits.MinTimeout, WorkflowLimits.MaxTimeout, "/director/patience");
    }

    private static void Range<T>(FieldErrors errors, T? value, T min, T max, string pointer)
        where T : struct, IComparable<T> =>
        errors.Require(
            value is not { } given || (given.CompareTo(min) >= 0 && given.CompareTo(max) <= 0),
            pointer,
            $"It must lie between {min} and {max}.");
}
