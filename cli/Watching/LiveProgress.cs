using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;
using Swarm.Cli.Api;
using Swarm.Cli.Events;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;

namespace Swarm.Cli.Watching;

/// <summary>
/// A table that is redrawn in place. Events say that something has changed; what is shown is read from the run itself,
/// so that a missed event cannot leave a wrong line on the screen.
/// </summary>
internal sealed class LiveProgress(SwarmClient client, string runId, TimeProvider time) : IRunProgress
{
    private const int LogReadsPerFrame = 16;
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(200);
    private readonly Dictionary<string, string> lastLines = [];
    private readonly Dictionary<string, long> nextLine = [];
    private readonly HashSet<string> readToTheEnd = [];
    private RunDetail? run;
    private volatile bool changed = true;
    private volatile bool waiting;

    public void OnEvent(RunEvent e) => changed = true;

    public void OnFeedState(FeedState state) => waiting = state == FeedState.Waiting;

    /// <summary>Draws until the feed has ended.</summary>
    public async Task DrawAsync(IAnsiConsole console, Task feed, CancellationToken cancellation)
    {
        var display = console.Live(new Text("")).AutoClear(true);
        await display.StartAsync(async live =>
        {
            do
            {
                await RefreshAsync(cancellation);
                live.UpdateTarget(Picture());
                await Task.WhenAny(feed, Task.Delay(FrameTime, time, cancellation));
            }
            while (!feed.IsCompleted);
        });
        await feed;
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        if (waiting && run is not null)
        {
            return;
        }

        try
        {
            if (changed)
            {
                changed = false;
                run = await client.GetRunAsync(runId, cancellation);
            }

            var unread = (run?.Nodes ?? []).Select(n => (n.Path, Work: LastWork(n)));
            foreach (var (path, work) in unread.Where(n => n.Work is not null).Take(LogReadsPerFrame))
            {
                await ReadLastLineAsync(path, work!, cancellation);
            }
        }
        catch (Exception e) when (e is ControlPlaneUnreachableException or ApiException or JsonException)
        {
            // The feed tells that the control plane is away, and tries again; the picture stays as it was.
            changed = true;
        }
    }

    // The iteration whose lines are not all read yet; null if there is none.
    private NodeIteration? LastWork(NodeState node) =>
        node.Iterations.LastOrDefault(i => i is { WorkItemId: not null, StartedAt: not null }) is { } last
            && !readToTheEnd.Contains(last.WorkItemId!)
            ? last
            : null;

    // The last lines arrive before the result, so one look after the end that brings nothing is enough.
    private async Task ReadLastLineAsync(string path, NodeIteration iteration, CancellationToken cancellation)
    {
        var workItem = iteration.WorkItemId!;
        var page = await client.GetLogsAsync(runId, workItem, nextLine.GetValueOrDefault(workItem), cancellation);
        nextLine[workItem] = page.Next;
        if (iteration.Status != NodeStatus.InProgress && page.Lines.Count == 0)
        {
            readToTheEnd.Add(workItem);
        }

        if (page.Lines.Reverse().FirstOrDefault(l => !string.IsNullOrWhiteSpace(l.Text)) is { } last)
        {
            lastLines[path] = last.Text.Trim();
        }
    }

    private IRenderable Picture()
    {
        if (run is null)
        {
            return new Text("Waiting for the run…");
        }

        var now = time.GetUtcNow();
        var summary = run.Summary;
        var elapsed = (summary.FinishedAt ?? now) - summary.CreatedAt;
        var head = $"{Markup.Escape(summary.WorkflowName)} v{summary.WorkflowVersion}, run {summary.Number}: "
            + $"[{StatusWords.ColourOf(summary.Status)}]{StatusWords.Of(summary.Status)}[/], "
            + $"{summary.Progress} %, {StatusWords.Duration(elapsed)}";
        var rows = new List<IRenderable> { new Markup(head), NodeTable.Live(run, lastLines, now) };
        if (waiting)
        {
            rows.Add(new Markup("[yellow]The control plane does not answer; waiting for it…[/]"));
        }

        return new Rows(rows);
    }
}
