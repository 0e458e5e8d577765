using Swarm.Contracts;
using Swarm.Contracts.Runs;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Properties;

/// <summary>
/// Runs a random workflow as a person would who answers its checkpoints, sends its events, and at a random moment
/// pauses and resumes it, or stops and retries it, or leaves it alone.
/// </summary>
internal sealed class RandomControl(HttpClient admin, int seed)
{
    private const int LastMoment = 40;

    private readonly int _moment = new Random(seed).Next(1, LastMoment);
    private bool _hasActed;

    public async Task<RunDetail> RunAsync(string file, IReadOnlyList<string> events)
    {
        var runId = (await admin.RunAsync(file)).Summary.Id;
        await SendAllAsync(runId, events);
        await FollowAsync(runId, after: 0, events);
        var run = await admin.ReadRunAsync(runId);
        if (!run.Summary.Stopped)
        {
            return run;
        }

        using var retried = await admin.PostAsync(Requests.Route(ApiRoutes.RetryRun, runId), "{}");
        Assert.True(retried.IsSuccessStatusCode, $"A stopped run is not retried: {retried.StatusCode}");

        // What a wait was given is spent, also where it waits again.
        await SendAllAsync(runId, events);
        await FollowAsync(runId, run.LastEvent, events);
        return await admin.ReadRunAsync(runId);
    }

    private async Task SendAllAsync(string runId, IReadOnlyList<string> events)
    {
        foreach (var name in events)
        {
            // The run may have ended by now.
            using var sent = await admin.PostAsync(
                Requests.Route(ApiRoutes.SendRunEvent, runId).Replace("{name}", name, StringComparison.Ordinal),
                $"\"data of {name}\"");
        }
    }

    private async Task FollowAsync(string runId, long after, IReadOnlyList<string> events)
    {
        await foreach (var told in admin.FollowAsync(runId, after))
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
                using var answered = await admin.AnswerAsync(
                    Answers.RouteOf(decision),
                    asked.GetProperty("checkpointId").GetString()!,
                    """{ "feedback": "Because." }""");

                // A wait that is done again waits for the next event.
                await SendAllAsync(runId, decision == Answers.Corrected ? events : []);
            }
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
            using var answer = await admin.PostAsync(Requests.Route(route, runId), "{}");
        }
    }
}
