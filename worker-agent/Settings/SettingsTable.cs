using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Settings;

/// <summary>Everything that can be set, in one place: flags, help, <c>config show</c> and reading follow it.</summary>
internal static class SettingsTable
{
    public static readonly Setting Url = new(
        "url", "SWARM_URL", "The control plane's address.", () => "http://127.0.0.1:7071");

    public static readonly Setting Token = new(
        "token", "SWARM_JOIN_TOKEN", "The one-time join token; needed for the first start alone.", () => null)
    {
        IsSecret = true,
    };

    public static readonly Setting Name = new(
        "name", "SWARM_AGENT_NAME", "The worker's name for people.", () => Environment.MachineName);

    public static readonly Setting Slots = new(
        "slots", "SWARM_AGENT_SLOTS", $"How many work items run at once, 1 to {AgentOptions.MaxSlots}.", () => "1");

    public static readonly Setting Data = new(
        "data", "SWARM_AGENT_DATA", "The data folder.", DataFolder.DefaultRoot);

    public static readonly Setting Tools = new(
        "tools", "SWARM_AGENT_TOOLS", $"The tools to offer; {AgentOptions.AllTools}: all that are found.",
        () => AgentOptions.AllTools)
    {
        IsList = true,
    };

    public static readonly Setting Pull = new(
        "pull", "SWARM_AGENT_PULL",
        "How to get work: auto (storage queues where the control plane opens them) or long-poll.", () => "auto");

    public static readonly Setting Drain = new(
        "drain-seconds", "SWARM_AGENT_DRAIN_SECONDS", "How long running work may take to finish once asked to stop.",
        () => "30");

    public static readonly Setting Ephemeral = new(
        "ephemeral", "SWARM_AGENT_EPHEMERAL", "Do one work item and leave: true or false.", () => "false")
    {
        IsSwitch = true,
    };

    public static readonly Setting PassedVariables = new(
        "pass-env", "SWARM_AGENT_PASS_ENV", "Names of further environment variables that commands may see.", () => null)
    {
        IsList = true,
    };

    public static readonly Setting Labels = new(
        "labels", "SWARM_AGENT_LABELS", "Labels that work may ask for.", () => null)
    {
        IsList = true,
    };

    public static readonly Setting Specialisations = new(
        "specialisations", "SWARM_AGENT_SPECIALISATIONS", "What it is set up for; all if none is named.", () => null)
    {
        IsList = true,
    };

    public static readonly Setting Permission = new(
        "permission", "SWARM_AGENT_PERMISSION",
        "How freely work may act here at most: autonomous, supervised or human-required.", () => "autonomous");

    public static readonly Setting CpuMax = new(
        "cpu-max", "SWARM_AGENT_CPU_MAX", "With more of the processors in use, in percent, it gets no more work.",
        () => null);

    public static readonly Setting MemoryMax = new(
        "memory-max", "SWARM_AGENT_MEMORY_MAX", "With more of the memory in use, in percent, it gets no more work.",
        () => null);

    public static readonly Setting DiskMin = new(
        "disk-min", "SWARM_AGENT_DISK_MIN", "With less free disk, in GiB, it gets no more work.", () => null);

    public static readonly Setting Policy = new(
        "policy", "SWARM_AGENT_POLICY", "The file that says what this machine's owner allows.",
        () => IfThere(ConfigFolder.At("policy.yaml")));

    public static readonly Setting Secrets = new(
        "secrets", "SWARM_AGENT_SECRETS", "A file of texts that must not leave the machine, one a line.",
        () => IfThere(ConfigFolder.At("secrets")));

    public static readonly Setting StatusPort = new(
        "status-port", "SWARM_AGENT_STATUS_PORT", "The port of the local status page; 0 for none.", () => "0");

    public static readonly Setting Seed = new(
        "seed", null, "Seed of the random back-off, to repeat a run.", () => null);

    public static IReadOnlyList<Setting> All { get; } =
    [
        Url, Token, Name, Slots, Data, Tools, Pull, Drain, Ephemeral, PassedVariables, Labels, Specialisations,
        Permission, CpuMax, MemoryMax, DiskMin, Policy, Secrets, StatusPort, Seed,
    ];

    private static string? IfThere(string path) => File.Exists(path) ? path : null;
}
