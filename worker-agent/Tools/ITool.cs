namespace Swarm.WorkerAgent.Tools;

/// <summary>A way to do work.</summary>
internal interface ITool
{
    string Name { get; }

    /// <summary>What work items may ask of it.</summary>
    ToolCapabilities Capabilities { get; }

    /// <summary>What is wrong with its configuration, in words; null if nothing is.</summary>
    string? FindMistake();

    /// <summary>Whether it can work now. It never throws but when cancelled.</summary>
    Task<ToolHealth> CheckAsync(CancellationToken cancellation);

    /// <summary>
    /// Does the work until it ends, its time is over or its claim is ended; whatever it started has ended when this
    /// returns. What it prints and does goes to the call's output as it happens. What the work itself does wrong is a
    /// result; an exception is a fault of the agent or its machine.
    /// </summary>
    Task<ToolResult> ExecuteAsync(ToolCall call);
}
