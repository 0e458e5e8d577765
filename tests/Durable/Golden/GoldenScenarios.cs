namespace Swarm.Tests.Durable.Golden;

/// <summary>All scenarios, each about one primitive.</summary>
internal static class GoldenScenarios
{
    internal static IReadOnlyList<GoldenScenario> All { get; } =
    [
        ActivityScenarios.Activities,
        ActivityScenarios.Failures,
        ChildScenarios.SubOrchestrations,
        ChildScenarios.Termination,
        TimerScenarios.Timers,
        TimerScenarios.Suspension,
        EventScenarios.Events,
        EventScenarios.ContinueAsNew,
        RewindScenarios.Rewinds,
        RelockScenarios.Relocks,
        EntityScenarios.Entities,
    ];
}
