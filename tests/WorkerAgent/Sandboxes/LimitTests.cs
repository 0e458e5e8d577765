using Swarm.Contracts.Statuses;
using Swarm.WorkerAgent.Policies;

namespace Swarm.Tests.WorkerAgent.Sandboxes;

/// <summary>The owner's limits hold without a sandbox, too.</summary>
public sealed class LimitTests : IDisposable
{
    private readonly SandboxBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Too_many_processes_are_ended()
    {
        var (result, _) = await RunAsync(
            "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 600 & done; wait", new Limits { Processes = 10 });

        Assert.Contains("limits.processes", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_much_memory_is_ended()
    {
        var (result, _) = await RunAsync(
            "exec awk 'BEGIN { s = \"x\"; while (length(s) < 400000000) s = s s; while (1) {} }'",
            new Limits { MemoryBytes = 100 << 20 });

        Assert.Contains("limits.memory", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_working_folder_that_grew_too_large_is_a_failure_even_if_the_command_was_fast()
    {
        var (result, _) = await RunAsync(
            "dd if=/dev/zero of=big bs=1024 count=2048 2>&-", new Limits { DiskBytes = 1 << 20 });

        Assert.Equal((WorkItemOutcome.Failed, false), (result.Outcome, result.Retryable));
        Assert.Contains("limits.disk", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_runs_on_as_many_processors_as_the_owner_allows()
    {
        var (_, output) = await bench.RunAsync(bench.Find(OwnerPolicy.None), "nproc", new Limits { Cpus = 1 });

        Assert.Equal("1\n", output.Stdout);
    }

    [Fact]
    public async Task Within_the_limits_nothing_is_ended()
    {
        var limits = new Limits { Processes = 50, MemoryBytes = 1 << 30, DiskBytes = 1 << 20 };

        var (result, _) = await bench.RunAsync(bench.Find(OwnerPolicy.None), "sleep 1; echo done", limits);

        Assert.Equal(WorkItemOutcome.Completed, result.Outcome);
    }

    private Task<(Swarm.WorkerAgent.Tools.ToolResult Result, Swarm.WorkerAgent.Output.WorkOutput Output)> RunAsync(
        string script, Limits limits) => bench.RunAsync(bench.Find(OwnerPolicy.None), script, limits);
}
