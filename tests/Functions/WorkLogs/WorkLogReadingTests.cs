using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Functions.WorkLogs;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.WorkLogs;

/// <summary>Who follows a log waits for its next lines. The clock stands still: only a signal can wake him.</summary>
public sealed class WorkLogReadingTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(25);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_who_waits_gets_lines_as_soon_as_they_come()
    {
        await using var app = new TestApp();
        var (workerId, item) = await TakeAsync(app);
        var reading = ReadAsync(app, item, after: 0);

        await AppendAsync(app, item, "here");
        var page = await reading.WaitAsync(s_limit, Cancellation);

        Assert.Equal("here", Assert.Single(page.Lines).Text);
        Assert.False(page.IsEnd);
        await app.ReportAsync(workerId, item);
    }

    [Fact]
    public async Task New_lines_wake_those_who_listen()
    {
        await using var app = new TestApp();
        var (_, item) = await TakeAsync(app);
        using var subscription = app.Get<WorkLogSignals>().Subscribe(item.Id);
        var waiting = subscription.WaitAsync(s_wait, app.Clock, Cancellation);

        await AppendAsync(app, item, "here");

        Assert.True(await waiting.WaitAsync(s_limit, Cancellation));
    }

    [Fact]
    public async Task After_the_last_line_of_an_ended_work_item_the_reader_is_told_that_nothing_comes()
    {
        await using var app = new TestApp();
        var (workerId, item) = await TakeAsync(app);
        await AppendAsync(app, item, "last");
        await app.ReportAsync(workerId, item);

        var last = await ReadAsync(app, item, after: 0).WaitAsync(s_limit, Cancellation);
        var end = await ReadAsync(app, item, last.Next).WaitAsync(s_limit, Cancellation);

        Assert.Equal("last", Assert.Single(last.Lines).Text);
        Assert.Empty(end.Lines);
        Assert.True(end.IsEnd);
    }

    [Fact]
    public async Task Lines_are_waited_for_no_longer_than_asked()
    {
        await using var app = new TestApp();
        var (_, item) = await TakeAsync(app);

        var page = await app.Get<WorkLogReading>()
            .ReadAsync(item.RunId, item.Id, 0, 10, TimeSpan.Zero, Cancellation)
            .WaitAsync(s_limit, Cancellation);

        Assert.Empty(page.Lines);
        Assert.False(page.IsEnd);
    }

    [Fact]
    public async Task The_log_of_a_work_item_that_is_not_there_is_not_waited_for()
    {
        await using var app = new TestApp();

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() =>
            app.Get<WorkLogReading>().ReadAsync(Work.RunId, Work.ItemId, 0, 10, s_wait, Cancellation));

        Assert.Equal(404, refused.Body.Status);
    }

    private static async Task<(string WorkerId, WorkItem Item)> TakeAsync(TestApp app)
    {
        var workerId = await app.JoinAsync();
        await app.DispatchAsync();
        return (workerId, await app.TakeAsync(workerId));
    }

    private static Task<LogPage> ReadAsync(TestApp app, WorkItem item, long after) =>
        app.Get<WorkLogReading>().ReadAsync(item.RunId, item.Id, after, 10, s_wait, Cancellation);

    private static Task<long> AppendAsync(TestApp app, WorkItem item, string text)
    {
        var lines = new[] { new LogLine(app.Clock.GetUtcNow(), "stdout", text) };
        var chunk = new LogChunk { RunId = item.RunId, Token = item.Token, First = 1, Lines = lines };
        return app.Get<WorkLogStore>().AppendAsync(item.Id, chunk, Cancellation);
    }
}
