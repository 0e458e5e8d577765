namespace Swarm.Functions.Orchestrations;

/// <summary>External events that the orchestrations of a run wait for.</summary>
internal static class OrchestrationEvents
{
    /// <summary>The run is to end; the payload is the reason. A hint: the control row decides.</summary>
    public const string Cancel = "cancel";

    /// <summary>What the node waits for may have come. A hint: the node's row decides.</summary>
    public const string Wake = "wake";

    /// <summary>Something that a schedule or a task waits for has happened; the rows say what.</summary>
    public const string Changed = "changed";
}
