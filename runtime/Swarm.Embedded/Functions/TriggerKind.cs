namespace Swarm.Embedded.Functions;

internal enum TriggerKind
{
    Http,
    Timer,
    Orchestration,
    Activity,
    Entity,
}
