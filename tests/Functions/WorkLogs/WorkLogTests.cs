using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts.Problems;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Functions.WorkLogs;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.WorkLogs;

public sealed class WorkLogTests
{
    [Fact]
    public async Task Lines_that_are_sent_twice_are_stored_once()
    {
        await using var app = new TestApp();
        Assert.Equal(3, await AppendAsync(app, token: 1, first: 1, "a", "b"));

        Assert.Equal(3, await AppendAsync(app, token: 1, first: 1, "a", "b"));
        Assert.Equal(4, await AppendAsync(app, token: 1, first: 2, "b", "c"));

        Assert.Equal(["a", "b", "c"], await ReadAllAsync(app, limit: 10));
    }

    [Fact]
    public async Task Lines_with_a_gap_before_them_are_refused_and_the_problem_tells_where_to_go_on()
    {
        await using var app = new TestApp();
        await AppendAsync(app, token: 1, first: 1, "a", "b");

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => AppendAsync(app, token: 1, first: 4, "d"));

        Assert.Equal(409, refused.Body.Status);
        Assert.Equal(ProblemCodes.LogGap, refused.Body.Code);
        Assert.Equal(3, refused.Body.Expected);
        Assert.Equal(["a", "b"], await ReadAllAsync(app, limit: 10));
    }

    [Fact]
    public async Task Each_token_counts_its_lines_from_one_and_readers_see_them_one_after_the_other()
    {
        await using var app = new TestApp();
        await AppendAsync(app, token: 1, first: 1, "first try");

        await AppendAsync(app, token: 3, first: 1, "second try", "done");

        Assert.Equal(["first try", "second try", "done"], await ReadAllAsync(app, limit: 10));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Reading_on_from_where_a_page_ended_misses_nothing_and_repeats_nothing(int limit)
    {
        await using var app = new TestApp();
        var lines = Enumerable.Range(1, 25).Select(n => $"line {n}").ToArray();
        for (var first = 1; first <= 21; first += 5)
        {
            await AppendAsync(app, token: 1, first, lines[(first - 1)..(first + 4)]);
        }

        Assert.Equal(lines, await ReadAllAsync(app, limit));
    }

    [Fact]
    public async Task A_position_at_the_end_shows_what_comes_later()
    {
        await using var app = new TestApp();
        await AppendAsync(app, token: 1, first: 1, "a");
        var end = await app.Get<WorkLogStore>().ReadAsync(Work.ItemId, 0, 10, CancellationToken.None);
        await AppendAsync(app, token: 1, first: 2, "b");

        var page = await app.Get<WorkLogStore>().ReadAsync(Work.ItemId, end.Next, 10, CancellationToken.None);

        Assert.Equal("b", Assert.Single(page.Lines).Text);
    }

    [Fact]
    public async Task A_log_over_its_limit_ends_with_a_line_that_says_so_and_goes_on_counting()
    {
        await using var app = new TestApp(services =>
            services.Configure<WorkLogOptions>(options => options.MaxBytesPerWorkItem = 64 * 1024));
        var big = Enumerable.Repeat(new string('x', 4000), 10).ToArray();
        await AppendAsync(app, token: 1, first: 1, big);

        Assert.Equal(21, await AppendAsync(app, token: 1, first: 11, big));
        Assert.Equal(22, await AppendAsync(app, token: 1, first: 21, "after"));

        var lines = await ReadAllAsync(app, limit: 100);
        Assert.Equal(11, lines.Count);
        Assert.Equal("The log is longer than 64 KiB; what follows is not kept.", lines[^1]);
    }

    private static Task<long> AppendAsync(TestApp app, long token, long first, params string[] lines)
    {
        var chunk = new LogChunk
        {
            RunId = Work.RunId,
            Token = token,
            First = first,
            Lines = [.. lines.Select(text => new LogLine(app.Clock.GetUtcNow(), "stdout", text))],
        };
        return app.Get<WorkLogStore>().AppendAsync(Work.ItemId, chunk, CancellationToken.None);
    }

    private static async Task<IReadOnlyList<string>> ReadAllAsync(TestApp app, int limit)
    {
        var texts = new List<string>();
        long after = 0;
        while (true)
        {
            var page = await app.Get<WorkLogStore>().ReadAsync(Work.ItemId, after, limit, CancellationToken.None);
            if (page.Lines.Count == 0)
            {
                return texts;
            }

            texts.AddRange(page.Lines.Select(line => line.Text));
            after = page.Next;
        }
    }
}
