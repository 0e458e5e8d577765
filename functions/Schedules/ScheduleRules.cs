using Swarm.Contracts.Schedules;
using Swarm.Core.Schedules;
using Swarm.Core.Workflows;
using Swarm.Functions.Http;
using Swarm.Functions.Workflows;

namespace Swarm.Functions.Schedules;

/// <summary>What a schedule must be like.</summary>
public sealed class ScheduleRules(WorkflowStore workflows)
{
    private const int MaxNameChars = 100;

    /// <summary>Checks all of it, so that the caller learns everything at once.</summary>
    /// <exception cref="ApiProblemException">422 with each field that breaks a rule.</exception>
    public async Task CheckAsync(ScheduleRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var errors = new FieldErrors().Require(
            request.Name.Trim().Length is > 0 and <= MaxNameChars,
            "/name",
            $"A name has 1 to {MaxNameChars} characters.");
        CheckCron(request.Cron, request.TimeZone, errors);
        await CheckWorkflowAsync(request, errors, cancellation);
        errors.ThrowIfAny();
    }

    /// <summary>Notes what is wrong with a cron expression and its time zone.</summary>
    /// <returns>The schedule; null when something is.</returns>
    public static CronSchedule? CheckCron(string cron, string timeZone, FieldErrors errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        try
        {
            return CronSchedule.Parse(cron, timeZone);
        }
        catch (ScheduleFormatException exception)
        {
            var pointer = exception.Field == ScheduleField.Cron ? "/cron" : "/timeZone";
            errors.Require(holds: false, pointer, exception.Message);
            return null;
        }
    }

    private async Task CheckWorkflowAsync(
        ScheduleRequest request, FieldErrors errors, CancellationToken cancellation)
    {
        if (await workflows.FindAsync(request.WorkflowId, cancellation) is not { } head)
        {
            errors.Require(holds: false, "/workflowId", $"There is no workflow '{request.WorkflowId}'.");
            return;
        }

        var number = request.Version ?? head.Version;
        if (await workflows.FindVersionAsync(head.Id, number, cancellation) is not { } version)
        {
            var message = $"Workflow '{head.Name}' has no version {number}; its newest is {head.Version}.";
            errors.Require(holds: false, "/version", message);
            return;
        }

        foreach (var (pointer, messages) in InputValues.Of(version.Definition, request.Inputs).Errors)
        {
            foreach (var message in messages)
            {
                errors.Require(holds: false, pointer, message);
            }
        }
    }
}
