using Swarm.Contracts.DeadLetters;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.DeadLetters;

/// <summary>Parking and settling touch several stores, and the process may be killed between any two writes.</summary>
public sealed class DeadLetterCrashTests
{
    [Fact]
    public Task Work_that_was_about_to_be_parked_is_parked_once() => Harness.Runs.ForEachCrashAsync(
        async app =>
        {
            var worker = await app.JoinAsync();
            await app.DispatchAsync();
            for (var delivery = 1; delivery < 5; delivery++)
            {
                await app.BeatAsync(worker, (await app.TakeAsync(worker)).Held());
                await app.BeatAsync(worker);
            }

            await app.BeatAsync(worker, (await app.TakeAsync(worker)).Held());
            return worker;
        },
        (app, worker) => app.BeatAsync(worker),
        async (app, worker) =>
        {
            await app.PassAsync(TimeSpan.FromSeconds(130));

            var letter = Assert.Single(await app.ParkedAsync());
            Assert.Equal(5, letter.Deliveries.Count);
            Assert.Single(await app.EventsAsync(), type => type == RunEventTypes.NodeParked);
            Assert.Empty(app.Engine.Reports);
            await app.PassAsync(TimeSpan.FromMinutes(10));
            Assert.Null(await app.PollAsync(worker));
        });

    [Fact]
    public Task A_replay_that_is_repeated_after_a_crash_queues_the_work_once() => Harness.Runs.ForEachCrashAsync(
        ParkAsync,
        (app, parked) => app.ReplayAsync(parked.Letter.Id),
        async (app, parked) =>
        {
            Assert.Equal(DeadLetterStatus.Replayed, (await app.ReplayAsync(parked.Letter.Id)).Status);

            Assert.Equal(12, (await TakeFreshAsync(app, parked.Worker)).Token);
        });

    [Fact]
    public Task A_replay_that_is_not_repeated_is_ended_by_the_sweeper() => Harness.Runs.ForEachCrashAsync(
        ParkAsync,
        (app, parked) => app.ReplayAsync(parked.Letter.Id),
        async (app, parked) =>
        {
            await app.PassAsync(TimeSpan.FromSeconds(15));

            var replayed = (await app.ReadLetterAsync(parked.Letter.Id)).Status == DeadLetterStatus.Replayed;
            Assert.Equal(replayed, await app.PollAsync(parked.Worker) is not null);
        });

    [Fact]
    public Task A_drop_that_is_not_repeated_is_told_to_the_node_by_the_sweeper() => Harness.Runs.ForEachCrashAsync(
        ParkAsync,
        (app, parked) => app.DropAsync(parked.Letter.Id),
        async (app, parked) =>
        {
            await app.PassAsync(TimeSpan.FromSeconds(15));

            var dropped = (await app.ReadLetterAsync(parked.Letter.Id)).Status == DeadLetterStatus.Dropped;
            Assert.Equal(dropped, app.Engine.Reports.Count > 0);
            await app.DropAsync(parked.Letter.Id);
            Assert.NotEmpty(app.Engine.Reports);
            Assert.All(app.Engine.Reports, report => Assert.Equal(WorkItemOutcome.Failed, report.Outcome));
        });

    private static async Task<(string Worker, DeadLetter Letter)> ParkAsync(TestApp app)
    {
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        return (worker, await app.ParkAsync(worker));
    }

    private static async Task<WorkItem> TakeFreshAsync(TestApp app, string worker)
    {
        while (true)
        {
            try
            {
                return await app.TakeAsync(worker);
            }
            catch (ApiProblemException)
            {
                // A pointer of which there was one too many.
            }
        }
    }
}
