using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Redaction;
using Swarm.WorkerAgent.Sandboxes;
using Swarm.WorkerAgent.Tools;

namespace Swarm.Tests.WorkerAgent.Sandboxes;

/// <summary>Runs scripts in what this machine has, under a policy; home and data folder are the test's own.</summary>
internal sealed class SandboxBench : IDisposable
{
    private readonly TestFolder folder = new();

    public SandboxBench()
    {
        Directory.CreateDirectory(folder.At("home"));
        Data = new DataFolder(folder.At("home/data"));
    }

    public DataFolder Data { get; }

    public string At(string name) => folder.At(name);

    public SandboxChoice Find(OwnerPolicy policy) =>
        SandboxChoice.Find(new SandboxRules(policy, Data.Root, folder.At("home")), TimeProvider.System);

    /// <summary>Bubblewrap; where this machine has none, the test says so instead of passing.</summary>
    public SandboxChoice Bubblewrap(OwnerPolicy policy)
    {
        var choice = Find(policy with { Sandbox = SandboxWish.Bubblewrap });
        Assert.SkipUnless(choice.IsReal, choice.Problem ?? "");
        return choice;
    }

    public Task<(ToolResult Result, WorkOutput Output)> RunAsync(
        SandboxChoice sandbox,
        string script,
        Limits? limits = null,
        Action<WorkFolder, Claim>? meanwhile = null,
        TimeProvider? clock = null) =>
        RunAsync(sandbox, new ShellWork { Script = script }, limits, meanwhile, clock: clock);

    public async Task<(ToolResult Result, WorkOutput Output)> RunAsync(
        SandboxChoice sandbox,
        ShellWork shell,
        Limits? limits = null,
        Action<WorkFolder, Claim>? meanwhile = null,
        Action<WorkFolder>? before = null,
        TimeProvider? clock = null)
    {
        var item = WorkItems.Shell(shell, Guid.NewGuid().ToString("N"));
        var work = WorkFolder.Create(Data, item);
        Directory.CreateDirectory(work.Tree);
        before?.Invoke(work);
        using var log = new LogFile(work.LogFile);
        using var claim = new Claim(item);
        var output = new WorkOutput(log, Redactor.None, TimeProvider.System);
        var runner = new CommandRunner(sandbox.Sandbox, limits ?? new Limits(), clock ?? TimeProvider.System);
        var running = new ShellTool([], runner).ExecuteAsync(new ToolCall(item, claim, work, output));
        meanwhile?.Invoke(work, claim);
        return (await running.WaitAsync(TimeSpan.FromMinutes(1)), output);
    }

    public void Dispose() => folder.Dispose();
}
