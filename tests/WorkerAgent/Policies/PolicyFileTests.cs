using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Settings;

namespace Swarm.Tests.WorkerAgent.Policies;

public sealed class PolicyFileTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_whole_policy_is_read()
    {
        var policy = Load("""
            tools: [shell, claude-code]
            repositories: { allow: [/srv/**], deny: [/srv/secret/**] }
            commands: { allow: [git *, npm test], deny: [git push *] }
            network: [claude-code]
            hours:
              zone: Europe/Berlin
              open:
                - { days: [mon-fri], from: "22:00", to: "06:00" }
                - { days: [sat, sun], from: "00:00", to: "24:00" }
            limits: { slots: 2, cpus: 1, memory: 1.5GiB, disk: 512MiB, processes: 100, time: PT30M, cost-per-day: 5.50 }
            sandbox: { kind: required, image: debian, read: [/opt/sdk], write: [~/.cache] }
            environment: { deny: [LD_*] }
            """);

        Assert.Null(policy.Tools.WhyNot("shell"));
        Assert.NotNull(policy.Tools.WhyNot("codex"));
        Assert.Equal((true, false), (policy.AllowsNetwork("claude-code"), policy.AllowsNetwork("shell")));
        Assert.Equal(
            new Limits
            {
                Slots = 2,
                Cpus = 1,
                MemoryBytes = 1536L << 20,
                DiskBytes = 512L << 20,
                Processes = 100,
                Time = TimeSpan.FromMinutes(30),
                CostPerDayUsd = 5.5m,
            },
            policy.Limits);
        Assert.Equal((SandboxWish.Required, "debian"), (policy.Sandbox, policy.Image));
        Assert.EndsWith("/.cache", policy.Write.Single());
        Assert.False(policy.Commands.Scripts);
    }

    [Theory]
    [InlineData("tols: [shell]", "'tols' is not known here")]
    [InlineData("limits: { memory: lots }", "must be a size")]
    [InlineData("limits: { slots: 0 }", "must be a number from 1")]
    [InlineData("hours: { open: [{ from: \"9\", to: \"17:00\" }] }", "no time such as 22:00")]
    [InlineData("hours: { open: [{ days: [monday], from: \"09:00\", to: \"17:00\" }] }", "must be a day")]
    [InlineData("hours: { zone: Moon/Base, open: [] }", "does not know")]
    [InlineData("network: some", "must be all, none")]
    [InlineData("sandbox: { kind: jail }", "must be one of")]
    [InlineData("tools: {", "policy.yaml, line")]
    [InlineData("", "is empty")]
    public void A_mistake_stops_the_agent_rather_than_allowing_everything(string yaml, string message)
    {
        var mistake = Assert.Throws<ConfigException>(() => Load(yaml));

        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_named_and_not_there_stops_the_agent()
    {
        Assert.Throws<ConfigException>(() => PolicyFile.Load(folder.At("none.yaml")));
    }

    private OwnerPolicy Load(string yaml)
    {
        File.WriteAllText(folder.At("policy.yaml"), yaml);
        return PolicyFile.Load(folder.At("policy.yaml"));
    }
}
