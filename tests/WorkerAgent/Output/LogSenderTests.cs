using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Wire;

namespace Swarm.Tests.WorkerAgent.Output;

public sealed class LogSenderTests : AgentTest
{
    [Fact]
    public async Task The_first_line_goes_at_once_and_those_close_behind_it_together()
    {
        var clock = new ManualClock();
        using var http = HttpClients.Create(Plane.Url);
        var client = new ControlPlaneClient(http, TimeProvider.System) { Key = Plane.Key };
        using var file = new LogFile(Folder.At("log"));
        using var claim = new Claim("item", token: 1);
        var patience = new Patience(new SeededRandom(1), TimeProvider.System, NullLogger.Instance);
        using var sender = new LogSender(client, claim, "run", file, patience, clock, NullLogger.Instance);
        var sending = sender.RunAsync(TestContext.Current.CancellationToken);

        // The clock stands still.
        file.Append(clock.GetUtcNow(), "stdout", ["first"]);
        await Plane.Lines.FirstAsync(told => told.Line.Text == "first");

        file.Append(clock.GetUtcNow(), "stdout", ["second"]);
        await clock.TimerDueInAsync(TimeSpan.FromMilliseconds(250));
        file.Append(clock.GetUtcNow(), "stdout", ["third"]);
        clock.Advance(TimeSpan.FromMilliseconds(250));
        await Plane.Lines.FirstAsync(told => told.Line.Text == "third");
        sender.Finish();
        await sending.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(["first", "second", "third"], Plane.LogOf("item", 1).Select(line => line.Text));
        Assert.Equal(2, Plane.LogEncodings.Seen.Count);
    }
}
