using System.Text;
using Swarm.Contracts.Content;
using Swarm.Functions.Content;
using Swarm.Functions.Http;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Content;

/// <summary>What no run refers to is removed after a day, and never anything else.</summary>
public sealed class ContentSweepTests
{
    private static readonly byte[] s_value = Encoding.UTF8.GetBytes(new string('a', 20_000));
    private static readonly ContentHash s_hash = ContentHash.Of(s_value);

    [Fact]
    public async Task A_value_that_nobody_refers_to_is_removed_after_a_day()
    {
        await using var app = new TestApp();
        await PutAsync(app);

        await PassAsync(app, TimeSpan.FromHours(23));
        Assert.True(await IsThereAsync(app));
        await PassAsync(app, TimeSpan.FromHours(8));

        Assert.False(await IsThereAsync(app));
        Assert.Null(await app.Get<ContentIndex>().FindAsync(s_hash, default));
    }

    [Fact]
    public async Task While_a_backup_is_made_nothing_is_removed_and_no_other_backup_begins()
    {
        await using var app = new TestApp();
        await PutAsync(app);

        var hold = app.Get<ContentPause>().TryHold();
        await PassAsync(app, TimeSpan.FromHours(31));
        Assert.True(await IsThereAsync(app));
        Assert.Null(app.Get<ContentPause>().TryHold());
        hold!.Dispose();
        await PassAsync(app, TimeSpan.FromHours(8));

        Assert.False(await IsThereAsync(app));
    }

    [Fact]
    public async Task A_value_that_a_run_refers_to_stays_as_long_as_the_run()
    {
        await using var app = new TestApp();
        var run = await app.ExecuteAsync();
        await app.Get<ContentValues>().PutAsync(run.Id, s_value, ContentType.Text, default);

        await PassAsync(app, TimeSpan.FromDays(5));
        Assert.True(await IsThereAsync(app));
        await app.Get<Swarm.Functions.Storage.SwarmTables>().Runs.DeleteAsync(run.Id, "run", default);
        await PassAsync(app, TimeSpan.FromDays(1));

        Assert.False(await IsThereAsync(app));
    }

    [Fact]
    public async Task A_value_that_is_referred_to_in_the_last_moment_stays()
    {
        await using var app = new TestApp();
        var run = await app.ExecuteAsync();
        await PutAsync(app);
        app.Clock.Advance(TimeSpan.FromHours(30));
        var untouched = await app.Get<ContentIndex>().UntouchedAsync(app.Clock.GetUtcNow(), "", 10, default);

        Assert.NotNull(await app.Get<ContentIndex>().ReferAsync(s_hash, run.Id, default));

        var (hash, head) = Assert.Single(untouched);
        Assert.False(await app.Get<ContentIndex>().TryBeginRemovalAsync(hash, head, default));
        await app.SweepAsync();
        Assert.True(await IsThereAsync(app));
    }

    [Fact]
    public async Task A_value_that_is_being_removed_is_neither_stored_nor_referred_to_until_that_is_done()
    {
        await using var app = new TestApp();
        await PutAsync(app);
        app.Clock.Advance(TimeSpan.FromHours(30));
        var index = app.Get<ContentIndex>();
        var (hash, head) = Assert.Single(await index.UntouchedAsync(app.Clock.GetUtcNow(), "", 10, default));
        await index.TryBeginRemovalAsync(hash, head, default);

        var stored = await Assert.ThrowsAsync<ApiProblemException>(() => PutAsync(app));
        var referred = await Assert.ThrowsAsync<ApiProblemException>(() => index.ReferAsync(hash, Work.RunId, default));

        Assert.Equal((503, 503), (stored.Body.Status, referred.Body.Status));
        await PassAsync(app, TimeSpan.FromHours(32));
        await PutAsync(app);
        Assert.True(await IsThereAsync(app));
    }

    [Fact]
    public Task A_removal_that_a_crash_cuts_off_is_ended_by_a_later_sweep() => Harness.Runs.ForEachCrashAsync(
        async app =>
        {
            await PutAsync(app);
            app.Clock.Advance(TimeSpan.FromHours(30));
            return true;
        },
        (app, _) => app.SweepAsync(),
        async (app, _) =>
        {
            await PassAsync(app, TimeSpan.FromHours(40));

            Assert.False(await IsThereAsync(app));
            Assert.Null(await app.Get<ContentIndex>().FindAsync(s_hash, default));
        });

    [Fact]
    public Task A_store_that_a_crash_cuts_off_is_repeated_or_leaves_nothing() => Harness.Runs.ForEachCrashAsync(
        _ => Task.FromResult(true),
        (app, _) => PutAsync(app),
        async (app, _) =>
        {
            await PutAsync(app);
            Assert.True(await IsThereAsync(app));
            Assert.Equal(ContentState.Stored, (await app.Get<ContentIndex>().FindAsync(s_hash, default))!.State);

            await PassAsync(app, TimeSpan.FromHours(40));
            Assert.False(await IsThereAsync(app));
        });

    private static async Task PutAsync(TestApp app)
    {
        using var content = new MemoryStream(s_value);
        await app.Get<ContentValues>().PutAsync(s_hash, content, default);
    }

    private static async Task<bool> IsThereAsync(TestApp app)
    {
        await using var content = await app.Get<IContentStore>().OpenAsync(s_hash, default);
        return content is not null;
    }

    private static async Task PassAsync(TestApp app, TimeSpan time)
    {
        for (var step = TimeSpan.FromHours(1); time > TimeSpan.Zero; time -= step)
        {
            app.Clock.Advance(step);
            await app.SweepAsync();
        }
    }
}
