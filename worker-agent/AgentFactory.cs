using Microsoft.Extensions.Logging;
using Swarm.WorkerAgent.Channels;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Clocks;
using Swarm.WorkerAgent.Control;
using Swarm.WorkerAgent.Execution;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Git;
using Swarm.WorkerAgent.Heartbeats;
using Swarm.WorkerAgent.Joining;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Pulling;
using Swarm.WorkerAgent.Recovery;
using Swarm.WorkerAgent.Redaction;
using Swarm.WorkerAgent.Reporting;
using Swarm.WorkerAgent.Sandboxes;
using Swarm.WorkerAgent.Settings;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Snapshots;
using Swarm.WorkerAgent.StatusPages;
using Swarm.WorkerAgent.Tools;
using Swarm.WorkerAgent.Tools.Discovery;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent;

/// <summary>Puts an agent together.</summary>
internal static class AgentFactory
{
    public static Agent Create(
        AgentOptions options, DataFolder data, Connections connections, TimeProvider time, ILogger log)
    {
        var random = new SeededRandom(options.Seed);
        var client = new ControlPlaneClient(connections.ControlPlane, time);
        var patience = new Patience(random, time, log);
        var secrets = SecretVault.Load(options.SecretsFile);
        var sandbox = SandboxChoice.Find(RulesOf(options, data), time);
        if (sandbox.Problem is { } problem)
        {
            Logs.NoSandbox(log, problem);
        }

        var gate = new PolicyGate(options.Policy, sandbox, new CostLedger(data.CostsFile), time);
        var runner = new CommandRunner(sandbox.Sandbox, options.Policy.Limits, time);
        var tools = CreateTools(options, data, runner, gate, time, log);
        var enrolment = new Enrolment(options, data, client, tools, secrets, patience, log);
        var statusPage = new StatusPage(options.StatusPort, data, log);
        var held = new HeldWork();
        var lost = new LostWork(data, time);
        var parked = new ParkedWork(data);
        var content = new ContentClient(connections.ControlPlane, client, time);
        var snapshots = new SnapshotSaving(content, client, patience, time, log);
        var git = new GitSteps(new GitRunner(time), snapshots, random, time, log);
        var inputs = new WorkInputs(content, patience);
        var steps = new WorkSteps(
            tools, inputs, secrets, gate, git, snapshots, new LockTaking(client, patience, time), client, time, log);
        var outputs = new OutputDelivery(content, client, patience, log);
        var delivery = new ReportDelivery(client, patience, log);
        var execution = new WorkExecution(
            steps, secrets, held, parked, lost, client, outputs, delivery, patience, time, log);
        tools.OnChange = held.DemandHeartbeat;
        var warm = new WarmMemory();
        var load = new MachineLoad(data, options.Profile, warm);
        var heartbeats = new HeartbeatLoop(client, held, tools, options.UsedSlots, load, NewBackoff(), time, log);
        var control = new ControlLoop(client, held, NewBackoff(), time, log);
        var queues = options.Pull == PullMode.LongPoll
            ? null
            : new QueuePulling(client, new QueueReader(connections.Queues, time), random, time, log);
        var source = new PointerSource(client, queues);
        var pulling = new PullLoop(
            client, source, execution, tools, warm, options.UsedSlots, options.IsEphemeral, random, time, log);
        var clock = new ClockWatch(time, log)
        {
            OnJump = () =>
            {
                connections.Renew();
                queues?.Reconsider();
                tools.Reconsider();
                held.DemandHeartbeat();
            },
        };
        var lastLife = new LastLife(data, lost, parked, held, steps, sandbox.Sandbox, log);
        var clearing = new ParkedClearing(client, parked, lost, steps, time, log);
        return new Agent(
            options, data, client, tools, statusPage, enrolment, lastLife, execution, heartbeats, pulling,
            [control.RunAsync, tools.RunAsync, clock.RunAsync, clearing.RunAsync], patience, time, log);

        Backoff NewBackoff() => Backoff.ForNetwork(random.Create());
    }

    /// <summary>What makes this machine a worker, without an agent around.</summary>
    public static Enrolment CreateEnrolment(
        AgentOptions options, DataFolder data, HttpClient http, TimeProvider time, ILogger log)
    {
        var gate = new PolicyGate(options.Policy, SandboxChoice.Off, new CostLedger(data.CostsFile), time);
        var tools = CreateTools(options, data, new CommandRunner(time), gate, time, log);
        var patience = new Patience(new SeededRandom(options.Seed), time, log);
        return new Enrolment(
            options, data, new ControlPlaneClient(http, time), tools, new SecretVault(), patience, log);
    }

    /// <summary>What commands get to see in a sandbox.</summary>
    public static SandboxRules RulesOf(AgentOptions options, DataFolder data) =>
        new(options.Policy, data.Root, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>The tools that the owner wants, whether they are there or not.</summary>
    /// <exception cref="ConfigException">He wants one that nobody knows, or described one wrongly.</exception>
    public static ToolCatalogue CreateTools(
        AgentOptions options,
        DataFolder data,
        CommandRunner runner,
        PolicyGate gate,
        TimeProvider time,
        ILogger log)
    {
        var workshop = new ToolWorkshop(
            options.ToolSettings, options.PassedVariables, data, runner, HttpClients.CreateForModels(), time);
        var all = workshop.CreateAll();
        var takesAll = options.Tools.Contains(AgentOptions.AllTools);
        var unknown = options.Tools.FirstOrDefault(
            name => name != AgentOptions.AllTools && all.All(tool => tool.Name != name));
        if (unknown is not null)
        {
            throw new ConfigException(
                $"--tools names '{unknown}', which this agent does not have. "
                + $"It has: {string.Join(", ", all.Select(tool => tool.Name))}.");
        }

        ITool[] wanted =
        [
            .. all.Where(tool => options.Tools.Contains(tool.Name) || (takesAll && tool.Name != NoopTool.ToolName)),
        ];
        string[] named = [.. options.Tools, .. options.ToolSettings?.Keys ?? []];
        return new ToolCatalogue(wanted, named, new ToolMemory(data.ToolsFile), gate, time, log);
    }
}
