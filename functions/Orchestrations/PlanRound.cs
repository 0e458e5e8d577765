namespace Swarm.Functions.Orchestrations;

/// <summary>One carrying out of a director's plan.</summary>
internal static class PlanRound
{
    /// <summary>Under which id its subtasks are shown.</summary>
    public static string IdOf(int round) => $"round-{round}";
}
