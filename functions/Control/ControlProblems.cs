using Swarm.Contracts.Json;
using Swarm.Functions.Http;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Control;

/// <summary>Why a run cannot be controlled so: each says where it stands and what can be done instead.</summary>
internal static class ControlProblems
{
    /// <summary>Demands that a run goes on and nobody has asked for its end.</summary>
    /// <exception cref="ApiProblemException">409: it has ended, or is to end.</exception>
    public static void DemandGoingOn(RunDocument run, ControlDocument control)
    {
        if (run.HasEnded())
        {
            throw HasEnded(run);
        }

        if (control.CancelRequested)
        {
            throw IsBeingCancelled(run.Id);
        }
    }

    public static ApiProblemException HasEnded(RunDocument run) => Problems.Conflict(
        $"Run '{run.Id}' has ended: {EnumWords.Of(run.Status)}. Retry it, or run it again from one of "
        + "its nodes.");

    public static ApiProblemException IsBeingCancelled(string runId) => Problems.Conflict(
        $"Run '{runId}' is to end: somebody has cancelled or stopped it. Wait for its end.");
}
