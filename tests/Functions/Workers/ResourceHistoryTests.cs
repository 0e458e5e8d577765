using Swarm.Contracts.Allocation;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Workers;

/// <summary>What heartbeats tell of the machine, and how long it is remembered.</summary>
public sealed class ResourceHistoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_sample_is_kept_a_minute_at_most_and_an_hour_of_them()
    {
        string? text = null;
        for (var seconds = 0; seconds < 2 * 60 * 60; seconds += 5)
        {
            text = ResourceHistory.Append(text, Sample(Start.AddSeconds(seconds)));
        }

        var samples = ResourceHistory.Read(text);

        Assert.Equal(60, samples.Count);
        Assert.Equal(Sample(Start.AddMinutes(60)), samples[0]);
        Assert.Equal(Sample(Start.AddMinutes(119)), samples[^1]);
        Assert.InRange(text!.Length, 1, 3_000);
    }

    [Fact]
    public void What_the_machine_does_not_tell_stays_unknown()
    {
        var sample = new ResourceSample(Start, null, null, 7, 0);

        Assert.Equal([sample], ResourceHistory.Read(ResourceHistory.Append(null, sample)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("what,is,this")]
    public void A_text_that_holds_no_samples_reads_as_none(string? text) => Assert.Empty(ResourceHistory.Read(text));

    [Fact]
    public async Task A_heartbeat_tells_profile_tools_and_load_in_its_one_write()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        app.Crash.Arm(writes: 1);

        await app.BeatAsync(worker, new HeartbeatRequest
        {
            Sequence = 2,
            CpuPercent = 12.5,
            MemoryUsedBytes = 5,
            Profile = new WorkerProfile { Labels = ["home"], Permission = PermissionLevel.Supervised, CpuCount = 4 },
            ToolStates = [new ToolState { Name = "shell", Version = "5.2", Healthy = true }],
            Warm = new WarmReport { Repositories = ["/src/app"] },
        });
        await Assert.ThrowsAsync<CrashException>(() => app.BeatAsync(worker));
        app.Crash.Restart();

        var detail = await ReadAsync(app, worker);
        Assert.Equal(["home"], detail.Summary.Labels);
        Assert.Equal(PermissionLevel.Supervised, detail.Profile.Permission);
        Assert.Equal("5.2", detail.ToolStates.Single().Version);
        Assert.Equal(["/src/app"], detail.Warm.Repositories);
        Assert.Equal(12.5, detail.Load.CpuPercent);
        Assert.Single(detail.History);

        // What a later heartbeat leaves out stays.
        await app.BeatAsync(worker);
        Assert.Equal(["home"], (await ReadAsync(app, worker)).Summary.Labels);
    }

    [Fact]
    public async Task A_worker_that_says_it_cannot_work_has_the_status_error()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();

        await app.BeatAsync(worker, new HeartbeatRequest { Sequence = 2, Problem = "The disk is broken." });
        Assert.Equal(WorkerStatus.Error, (await ReadAsync(app, worker)).Summary.Status);

        await app.BeatAsync(worker);
        Assert.Equal(WorkerStatus.Online, (await ReadAsync(app, worker)).Summary.Status);
    }

    private static ResourceSample Sample(DateTimeOffset at) => new(at, 12.5, 4_000_000_000, 90_000_000_000, 2);

    private static async Task<WorkerDetail> ReadAsync(TestApp app, string worker)
    {
        var stored = await app.Get<WorkerStore>().FindAsync(worker, CancellationToken.None);
        return WorkerView.Detail(stored!.Document, app.Clock.GetUtcNow());
    }
}
