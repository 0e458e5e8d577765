using System.Text;
using Microsoft.AspNetCore.Http;
using Swarm.Contracts.Runs;
using Swarm.Functions.Events;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Events;

/// <summary>Where a stream of events ends.</summary>
public sealed class StreamEndTests
{
    [Fact]
    public async Task A_stream_ends_with_its_run_also_when_something_was_told_after_it()
    {
        await using var app = new TestApp();
        await app.Get<RunTransactions>().ChangeAsync(
            Work.RunId,
            transaction =>
            {
                transaction.Tell("end", RunEventTypes.RunCompleted);
                transaction.Tell("late", RunEventTypes.NodeRequeued);
                return Task.FromResult(true);
            },
            CancellationToken.None);
        using var body = new MemoryStream();
        var context = new DefaultHttpContext();
        context.Response.Body = body;
        var stream = new RunEventStream(
            Work.RunId,
            after: 0,
            app.Get<RunEventReader>(),
            app.Get<RunEventSignals>(),
            new RunEventStreamOptions(),
            app.Clock);

        await stream.ExecuteAsync(context).WaitAsync(TimeSpan.FromSeconds(30));

        var text = Encoding.UTF8.GetString(body.ToArray());
        Assert.Contains($"event: {RunEventTypes.RunCompleted}\n", text, StringComparison.Ordinal);
    }
}
