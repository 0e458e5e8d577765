using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Policies;

namespace Swarm.Tests.WorkerAgent.Policies;

public sealed class CostLedgerTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A clock that was wrong for a moment once gave the day's budget out twice.</summary>
    [Fact]
    public void What_was_spent_today_is_still_known_after_the_clock_was_set_to_another_day_and_back()
    {
        var ledger = new CostLedger(folder.At("costs"));
        ledger.Add(Today, 4);

        ledger.Add(Today.AddDays(40), 1);
        ledger.Add(Today.AddDays(-40), 2);
        ledger.Add(Today, 0.5m);

        var next = new CostLedger(folder.At("costs"));
        Assert.Equal(
            (4.5m, 1m, 2m, 0m),
            (next.SpentOn(Today), next.SpentOn(Today.AddDays(40)), next.SpentOn(Today.AddDays(-40)),
                next.SpentOn(Today.AddDays(1))));
    }

    [Fact]
    public void The_last_days_are_kept_and_the_one_that_was_added_to_in_any_case()
    {
        var ledger = new CostLedger(folder.At("costs"));
        for (var i = 0; i < 30; i++)
        {
            ledger.Add(Today.AddDays(i), 1);
        }

        ledger.Add(Today.AddDays(-1), 3);

        Assert.Equal(CostLedger.KeptDays, File.ReadAllLines(folder.At("costs")).Length);
        Assert.Equal((3m, 1m), (ledger.SpentOn(Today.AddDays(-1)), ledger.SpentOn(Today.AddDays(29))));
    }
}
