using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Schedules;
using Swarm.Core.Statuses;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Properties;

/// <summary>
/// Runs a random workflow as a person would who answers its checkpoints, sends its events, and at a random moment
/// pauses and resumes it, or stops and retries it, or leaves it alone.
/// </summary>
internal sealed class RandomControl(ControlPlane plane, int seed, Quiet quiet)
{
    private const int LastMoment = 40;
    private const int ScheduledEvery = 10;

    private static readonly SwarmJsonContext s_json = SwarmJsonContext.Default;

    private readonly int _moment = new Random(seed).Next(1, LastMoment);
    private readonly HttpClient _admin = plane.Admin;
    private bool _hasActed;

    /// <summary>The run, once it has ended.</summary>
    /// <exception cref="TimeoutException">It does not end; the message tells what it waits for.</exception>
    public async Task<RunDetail> RunAsync(string file, IReadOnlyList<string> events)
    {
        var runId = seed % ScheduledEvery == 0
            ? await RunByScheduleAsync(file)
            : (await _admin.RunAsync(file)).Summary.Id;
        try
        {
            return await RunToItsEndAsync(runId, events);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException(await RunDiagnosis.OfAsync(plane, runId), exception);
        }
    }

    /// <summary>Some are started by a schedule of theirs that does not come to its tick.</summary>
    private async Task<string> RunByScheduleAsync(string file)
    {
        var stored = await _admin.StoreAsync(file);
        var request = new ScheduleRequest
        {
            Name = $"seed {seed}", WorkflowId = stored.Summary.Id, Cron = "0 0 0 29 2 *",
        };
        using var made = await _admin.PostAsync(ApiRoutes.Schedules, request, s_json.ScheduleRequest);
        var schedule = await made.ReadAsync(s_json.ScheduleDetail);
        using var started = await _admin.PostAsync(Requests.Route(ApiRoutes.RunSchedule, schedule.Id), "{}");
        return (await started.ReadAsync(s_json.RunDetail)).Summary.Id;
    }

    private async Task<RunDetail> RunToItsEndAsync(string runId, IReadOnlyList<string> events)
    {
        await SendAllAsync(runId, events);
        var run = await FollowAsync(runId, after: 0, events);
        if (!run.Summary.Stopped)
        {
            return run;
        }

        using var retried = await _admin.PostAsync(Requests.Route(ApiRoutes.RetryRun, runId), "{}");
        Assert.True(retried.IsSuccessStatusCode, $"A stopped run is not retried: {retried.StatusCode}");

        // What a wait was given is spent, also where it waits again.
        await SendAllAsync(runId, events);
        return await FollowAsync(runId, run.LastEvent, events);
    }

    private async Task SendAllAsync(string runId, IReadOnlyList<string> events)
    {
        foreach (var name in events)
        {
            // The run may have ended by now.
            using var sent = await _admin.PostAsync(
                Requests.Route(ApiRoutes.SendRunEvent, runId).Replace("{name}", name, StringComparison.Ordinal),
                $"\"data of {name}\"");
        }
    }

    private async Task<RunDetail> FollowAsync(string runId, long after, IReadOnlyList<string> events)
    {
        // A stream may end before its run does, and is opened again where it ended.
        for (var last = after; ;)
        {
            await foreach (var told in _admin.FollowAsync(runId, last, quiet.Over))
            {
                last = told.Sequence;
                quiet.Break();
                await HearAsync(runId, told, events);
            }

            var run = await _admin.ReadRunAsync(runId);
            if (StatusRules.IsFinal(run.Summary.Status))
            {
                return run;
            }
        }
    }

    private async Task HearAsync(string runId, RunEvent told, IReadOnlyList<string> events)
    {
        if (told.Sequence >= _moment && !_hasActed)
        {
            _hasActed = true;
            await ActAsync(runId);
        }

        if (told.Type == RunEventTypes.CheckpointOpened)
        {
            var asked = told.Data!.Value;
            var decision = Answers.DecisionAt(
                told.Node!, told.Iteration!.Value, asked.GetProperty("question").GetString());
            using var answered = await _admin.AnswerAsync(
                Answers.RouteOf(decision),
                asked.GetProperty("checkpointId").GetString()!,
                """{ "feedback": "Because." }""");

            // A wait that is done again waits for the next event.
            await SendAllAsync(runId, decision == Answers.Corrected ? events : []);
        }
    }

    /// <summary>Comes too late for a run that has ended, and is refused then.</summary>
    private async Task ActAsync(string runId)
    {
        string[] routes = (seed % 3) switch
        {
            0 => [],
            1 => [ApiRoutes.PauseRun, ApiRoutes.ResumeRun],
            _ => [ApiRoutes.StopRun],
        };
        foreach (var route in routes)
        {
            using var answer = await _admin.PostAsync(Requests.Route(route, runId), "{}");
        }
    }
}
