using Swarm.Contracts.Statuses;
using Swarm.WorkerAgent.Tools;

namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>A tool that is and does what the test says.</summary>
internal sealed class FakeTool(string name) : ITool
{
    public string Name => name;

    public ToolCapabilities Capabilities { get; } = new() { TakesPrompts = true };

    public ToolHealth Health { get; set; } = new(IsPresent: true, Version: "1.0");

    public ToolResult Result { get; set; } = new(WorkItemOutcome.Completed);

    public string? FindMistake() => null;

    public Task<ToolHealth> CheckAsync(CancellationToken cancellation) => Task.FromResult(Health);

    public Task<ToolResult> ExecuteAsync(ToolCall call) => Task.FromResult(Result);
}
