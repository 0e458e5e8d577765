namespace Swarm.Durable;

/// <summary>How an orchestration goes on as a new one.</summary>
public class ContinueAsNewOptions
{
    /// <summary>The input of the new generation.</summary>
    public object? NewInput { get; set; }

    /// <summary>Whether events that were not yet waited for are kept.</summary>
    /// <value>True by default.</value>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>The version of the new generation; unchanged if null.</summary>
    public string? NewVersion { get; set; }
}
