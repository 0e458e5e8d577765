using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Events;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;

namespace Swarm.Cli.Watching;

/// <summary>Shows a run until its end.</summary>
internal sealed class RunWatch(CliContext context, SwarmClient client)
{
    public FeedOptions Feed { get; init; } = new();

    /// <summary>Follows the run and answers with its end. With <paramref name="quietOutput"/> the progress goes to the
    /// error stream, as plain lines, so that the output holds nothing but the result.</summary>
    public async Task<RunDetail> FollowAsync(string runId, bool quietOutput, CancellationToken cancellation)
    {
        if (context.IsTerminal && !quietOutput)
        {
            var live = new LiveProgress(client, runId, context.Time);
            await live.DrawAsync(context.Console, FeedAsync(runId, live, cancellation), cancellation);
        }
        else
        {
            var writer = quietOutput ? context.Error : context.Out;
            await FeedAsync(runId, new PlainProgress(writer, context.Time.LocalTimeZone), cancellation);
        }

        // The control plane may die right after its last event; it tells the run's end when it is back.
        return await new Patience(context.Time).AskAsync(() => client.GetRunAsync(runId, cancellation), cancellation);
    }

    public static int ExitCodeOf(RunStatus status) =>
        status == RunStatus.Completed ? ExitCodes.Ok : ExitCodes.RunFailed;

    private async Task FeedAsync(string runId, IRunProgress progress, CancellationToken cancellation)
    {
        var feed = new RunEventFeed(client, context.Time, Feed) { StateChanged = progress.OnFeedState };
        await foreach (var e in feed.ReadAsync(runId, cancellation))
        {
            progress.OnEvent(e);
        }
    }
}
