using Swarm.Contracts.Statuses;

namespace Swarm.WorkerAgent.Tools;

/// <summary>Does nothing, successfully: for benchmarks of everything around the work. Off unless configured.</summary>
internal sealed class NoopTool : ITool
{
    public const string ToolName = "noop";

    public string Name => ToolName;

    public ToolCapabilities Capabilities { get; } = new();

    public string? FindMistake() => null;

    public Task<ToolHealth> CheckAsync(CancellationToken cancellation) => Task.FromResult(ToolHealth.BuiltIn);

    public Task<ToolResult> ExecuteAsync(ToolCall call) =>
        Task.FromResult(new ToolResult(WorkItemOutcome.Completed, ExitCode: 0));
}
