using Swarm.Contracts.Allocation;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Heartbeats;
using Swarm.WorkerAgent.Settings;

namespace Swarm.Tests.WorkerAgent.Settings;

/// <summary>What the owner says of his worker, and what it remembers of its work.</summary>
public sealed class ProfileSettingsTests
{
    [Fact]
    public void The_settings_tell_labels_specialisations_permission_and_thresholds()
    {
        var profile = Read(
            ("labels", "gpu, home"),
            ("specialisations", "review,test"),
            ("permission", "human-required"),
            ("cpu-max", "80"),
            ("memory-max", "92.5"),
            ("disk-min", "10"));

        Assert.Equal(["gpu", "home"], profile.Labels);
        Assert.Equal([Specialisation.Review, Specialisation.Test], profile.Specialisations);
        Assert.Equal(PermissionLevel.HumanRequired, profile.Permission);
        Assert.Equal((80, 92.5), (profile.Thresholds.CpuMaxPercent, profile.Thresholds.MemoryMaxPercent));
        Assert.Equal(10L << 30, profile.Thresholds.DiskFreeMinBytes);
    }

    [Fact]
    public void Without_them_it_takes_anything_and_tells_what_its_machine_has()
    {
        var profile = Read();

        Assert.Empty(profile.Labels);
        Assert.Equal(PermissionLevel.Autonomous, profile.Permission);
        Assert.Null(profile.Thresholds.CpuMaxPercent);
        Assert.Equal(Environment.ProcessorCount, profile.CpuCount);
        Assert.True(profile.MemoryTotalBytes > 0);
    }

    [Theory]
    [InlineData("permission", "free", "possible are: human-required, supervised, autonomous.")]
    [InlineData("specialisations", "tests", "names 'tests'")]
    [InlineData("cpu-max", "101", "must be a number from 0 to 100, but is '101'.")]
    [InlineData("labels", "home,GPU", "but holds 'GPU'.")]
    [InlineData("disk-min", "10GiB", "must be a number")]
    public void What_cannot_be_read_is_told_by_name(string name, string value, string message)
    {
        var mistake = Assert.Throws<ConfigException>(() => Read((name, value)));

        Assert.StartsWith($"--{name}", mistake.Message);
        Assert.Contains(message, mistake.Message);
    }

    [Fact]
    public void What_it_worked_with_last_it_tells_last_and_of_many_the_oldest_is_forgotten()
    {
        var warm = new WarmMemory();
        for (var number = 0; number <= WarmMemory.MaxOfEach; number++)
        {
            warm.Remember(Item($"/src/{number}"));
        }

        warm.Remember(Item("/src/1"));

        var repositories = warm.Report().Repositories;
        Assert.Equal(WarmMemory.MaxOfEach, repositories.Count);
        Assert.DoesNotContain("/src/0", repositories);
        Assert.Equal("/src/1", repositories[^1]);
    }

    [Fact]
    public void A_conversation_is_told_with_its_run()
    {
        var warm = new WarmMemory();

        warm.Remember(Item(null) with { Ai = new AiWork { Prompt = "Go on.", Session = "review", Model = "small" } });

        Assert.Equal(["run/review"], warm.Report().Sessions);
        Assert.Equal(["small"], warm.Report().Models);
        Assert.Empty(warm.Report().Repositories);
    }

    private static Swarm.Contracts.Workers.WorkerProfile Read(params (string Name, string Value)[] variables) =>
        ProfileSettings.Read(setting => variables.FirstOrDefault(given => given.Name == setting.Name).Value);

    private static WorkItem Item(string? repository) => new()
    {
        Id = "item",
        RunId = "run",
        Node = "node",
        Iteration = 1,
        Attempt = 1,
        Token = 1,
        LeaseEndsAt = default,
        Tool = "shell",
        Timeout = default,
        Git = repository is null ? null : new GitWork { Repository = repository, Branch = "b" },
    };
}
