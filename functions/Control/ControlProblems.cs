using Swarm.Contracts.Json;
using Swarm.Functions.Http;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Control;

/// <summary>Why a run cannot be controlled so: each says where it stands and what can be done instead.</summary>
internal static class ControlProblems
{
    public static ApiProblemException HasEnded(RunDocument run) => Problems.Conflict(
        $"Run '{run.Id}' has ended: {EnumWords.Of(run.Status)}. Retry it, or run it again from one of "
        + "its nodes.");

    public static ApiProblemException IsBeingCancelled(string runId) => Problems.Conflict(
        $"Run '{runId}' is to end: somebody has cancelled or stopped it. Wait for its end.");
}
