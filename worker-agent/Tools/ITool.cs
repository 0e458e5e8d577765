namespace Swarm.WorkerAgent.Tools;

/// <summary>A way to do work.</summary>
internal interface ITool
{
    string Name { get; }

    /// <summary>
    /// Does the work until it ends, its time is over or its claim is ended; whatever it started has ended when this
    /// returns. What the work itself does wrong is a result; an exception is a fault of the agent or its machine.
    /// </summary>
    Task<ToolResult> ExecuteAsync(ToolCall call);
}
