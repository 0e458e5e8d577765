using Swarm.Bench.Distribution;

namespace Swarm.Tests.EndToEnd.Distribution;

/// <summary>
/// The load program at a small count: workers that die, beat late, report twice and lose answers, and a control plane
/// that is killed. <c>./swarm soak distribution</c> runs it with 200 workers and 20,000 work items.
/// </summary>
public sealed class DistributionTests(ITestOutputHelper log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Each_work_item_finishes_once_whoever_dies_and_whatever_is_lost()
    {
        var folder = Directory.CreateTempSubdirectory("swarm-load-");
        var options = new LoadOptions { Workers = 20, Items = 300, Kills = 1 };
        log.WriteLine($"seed {options.Seed}");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(Patience);

        var (faults, figures) = await new FaultyLoad(options, folder.FullName).RunAsync(end.Token);

        log.WriteLine(figures);
        Assert.Empty(faults);
        folder.Delete(recursive: true);
    }
}
