using Microsoft.Extensions.Logging;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Control;
using Swarm.WorkerAgent.Execution;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Git;
using Swarm.WorkerAgent.Heartbeats;
using Swarm.WorkerAgent.Joining;
using Swarm.WorkerAgent.Pulling;
using Swarm.WorkerAgent.Recovery;
using Swarm.WorkerAgent.Redaction;
using Swarm.WorkerAgent.Reporting;
using Swarm.WorkerAgent.Settings;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Tools;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent;

/// <summary>Puts an agent together.</summary>
internal static class AgentFactory
{
    public static IReadOnlyCollection<string> KnownTools { get; } = [ShellTool.ToolName, NoopTool.ToolName];

    public static Agent Create(
        AgentOptions options, DataFolder data, HttpClient http, TimeProvider time, ILogger log)
    {
        var random = new SeededRandom(options.Seed);
        var client = new ControlPlaneClient(http, time);
        var patience = new Patience(random, time, log);
        var secrets = SecretVault.Load(options.SecretsFile);
        var enrolment = new Enrolment(options, data, client, secrets, patience, log);
        var held = new HeldWork();
        var lost = new LostWork(data, time);
        var git = new GitSteps(new GitRunner(time), random, time, log);
        var steps = new WorkSteps(CreateTools(options, time), git, time, log);
        var delivery = new ReportDelivery(client, patience, log);
        var execution = new WorkExecution(steps, secrets, held, data, lost, client, delivery, patience, time, log);
        var heartbeats = new HeartbeatLoop(
            client, held, options.Tools, options.Slots, new MachineLoad(data), NewBackoff(), time, log);
        var control = new ControlLoop(client, held, NewBackoff(), time, log);
        var pulling = new PullLoop(client, execution, options.Tools, options.Slots, random, time, log);
        var lastLife = new LastLife(data, lost, held, steps, log);
        return new Agent(
            options, data, client, enrolment, lastLife, execution, heartbeats, control, pulling, patience, time, log);

        Backoff NewBackoff() => Backoff.ForNetwork(random.Create());
    }

    private static Dictionary<string, ITool> CreateTools(AgentOptions options, TimeProvider time)
    {
        ITool[] all = [new ShellTool(options.PassedVariables, time), new NoopTool()];
        return all.Where(tool => options.Tools.Contains(tool.Name)).ToDictionary(tool => tool.Name);
    }
}
