using Microsoft.Extensions.Logging;
using Swarm.Contracts.Snapshots;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Channels;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Git;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Redaction;
using Swarm.WorkerAgent.Skills;
using Swarm.WorkerAgent.Snapshots;
using Swarm.WorkerAgent.Tools;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Execution;

/// <summary>The work itself: prepares the working folder, runs the tool, and makes the report.</summary>
internal sealed class WorkSteps(
    ToolCatalogue tools,
    WorkInputs inputs,
    SecretVault secrets,
    PolicyGate gate,
    GitSteps git,
    SnapshotSaving snapshots,
    LockTaking locks,
    ControlPlaneClient client,
    TimeProvider time,
    ILogger log)
{
    private static readonly ToolResult CancelledEarly = new(
        WorkItemOutcome.Cancelled, Reason: "The work was cancelled before it began.", Retryable: false);

    /// <summary>How long a stopping agent takes to hand over the progress of what it gives up.</summary>
    private static readonly TimeSpan HandOverLimit = TimeSpan.FromSeconds(10);

    /// <summary>The report, or null when the work was ended early and nobody waits for one.</summary>
    public async Task<ReportRequest?> ProduceAsync(
        Claim claim, WorkItem claimed, WorkFolder folder, ParkedRecord? parked, WorkOutput output)
    {
        var startedAt = time.GetUtcNow();
        var item = claimed;
        try
        {
            item = await inputs.UnpackAsync(claimed, claim.Ending);
            output.Hide(secrets.For(item));

            // Before anything is touched, the repository least of all.
            if (FindRefusal(item) is { } refusal)
            {
                output.Say(refusal.Reason!);
                return Describe(item, refusal, output, startedAt);
            }

            var report = item.Git is null
                ? await DoAsync(null, parked is not null)
                : await git.ProduceAsync(item, folder, parked, output, DoAsync);
            return report.Outcome == WorkItemOutcome.Cancelled && claim.IsForfeit ? null : report;
        }
        catch (ControlPlaneException e)
        {
            return Fail($"What it refers to could not be fetched: {e.Message}", retryable: true);
        }
        catch (OperationCanceledException) when (claim.Ending.IsCancellationRequested)
        {
            return claim.IsForfeit ? null : Describe(item, CancelledEarly, output, startedAt);
        }
        catch (UnsettledException e)
        {
            Logs.Fault(log, e, item.Id, item.Token);
            output.Say($"The work has ended, but its changes could not be brought in yet: {e.Message}");
            claim.End(EndReason.Abandoned);
            return null;
        }
        catch (GitRefusalException e)
        {
            output.Say(e.Message);
            return Fail(e.Message, retryable: false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Logs.Fault(log, e, item.Id, item.Token);
            output.Say($"The worker agent failed: {e.Message}");
            return claim.IsForfeit ? null : Fail($"The worker agent failed: {e.Message}", retryable: true);
        }

        async Task<ReportRequest> DoAsync(WorkTree? tree, bool isRestored)
        {
            var place = new WorkPlace(folder, tree, isRestored ? parked : null, isRestored);
            var (result, snapshot) = await RunToolAsync(claim, item, place, output);
            return Describe(item, result, output, startedAt) with { Snapshot = snapshot };
        }

        ReportRequest Fail(string reason, bool retryable) => Describe(
            item, new ToolResult(WorkItemOutcome.Failed, Reason: reason, Retryable: retryable), output, startedAt);
    }

    /// <summary>Lets go of what the work holds outside its folder.</summary>
    /// <param name="item">The work item.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="isSettled">
    /// True when the control plane has the result, so that nobody will ask for it again.
    /// </param>
    public async Task CloseAsync(WorkItem item, WorkFolder folder, bool isSettled)
    {
        if (item.Git is not null)
        {
            await git.CloseAsync(item, folder, isSettled);
        }
    }

    private ToolResult? FindRefusal(WorkItem item)
    {
        if (tools.Find(item.Tool) is { } tool && gate.Check(item, tool) is { } refusal)
        {
            return ToolResult.Refuse(refusal.Reason, refusal.Until);
        }

        return tools.WhyNot(item.Tool) is { } reason ? ToolResult.Refuse(reason) : null;
    }

    private async Task<(ToolResult Result, WorkSnapshot? Snapshot)> RunToolAsync(
        Claim claim, WorkItem item, WorkPlace place, WorkOutput output)
    {
        var tool = tools.Find(item.Tool)!;
        var folder = place.Folder;
        Directory.CreateDirectory(folder.Tree);
        var given = SkillBook.Expand(await inputs.FetchAsync(item, folder, claim.Ending), folder.Tree, output);
        var whole = gate.Narrow(given, tool);
        var state = await snapshots.ReadStateAsync(item, claim.Ending);
        using var directives = new DirectiveNews(client, whole, time);
        var desk = new ToolDesk(whole, folder, output, snapshots, locks, directives, place.Tree, state, time);
        ToolResult result;
        await using (var channel = tool.Capabilities.RunsCommands ? ToolChannel.Open(folder, desk.HandleAsync) : null)
        {
            result = await tool.ExecuteAsync(new ToolCall(whole, claim, folder, output)
            {
                Desk = desk,
                Channel = channel,
                Conversation = place.Parked?.Session,
                State = state,
                IsRestored = place.IsRestored,
            });
        }

        gate.Book(result.Usage);
        if (result.Trouble is { } trouble)
        {
            tools.Note(item.Tool, trouble);
        }

        return await FollowAsync(claim, item, place, desk, result);
    }

    /// <summary>
    /// What asked waits with its progress saved; so is the progress of work that a stopping agent must give up.
    /// </summary>
    private async Task<(ToolResult Result, WorkSnapshot? Snapshot)> FollowAsync(
        Claim claim, WorkItem item, WorkPlace place, ToolDesk desk, ToolResult result)
    {
        if (claim.Reason == EndReason.Abandoned && result.Outcome == WorkItemOutcome.Cancelled)
        {
            using var limit = new CancellationTokenSource(HandOverLimit, time);
            await TrySnapshotAsync(item, () => snapshots.SaveAsync(
                item, place.Folder, place.Tree, desk.State, limit.Token));
            return (result, null);
        }

        if (desk.Question is null || claim.Ending.IsCancellationRequested || result.Outcome == WorkItemOutcome.Refused)
        {
            return (result, null);
        }

        WorkSnapshot? snapshot = null;
        await TrySnapshotAsync(item, async () => snapshot = await snapshots.TakeAsync(
            item, place.Folder, place.Tree, desk.State, claim.Ending));
        place.Folder.WriteParked(new ParkedRecord
        {
            Answers = item.Answers.Count,
            Session = result.Usage?.Session,
            Entry = place.Tree?.Entry,
            Base = place.Tree?.Base,
            Snapshot = snapshot ?? item.Snapshot,
        });
        return (result with { Outcome = WorkItemOutcome.Asked, Question = desk.Question, Reason = null }, snapshot);
    }

    /// <summary>Progress that cannot be saved costs work done twice, and nothing else.</summary>
    private async Task TrySnapshotAsync(WorkItem item, Func<Task> save)
    {
        try
        {
            await save();
        }
        catch (Exception e) when (e is ControlPlaneException or GitException or IOException
            or OperationCanceledException or UnauthorizedAccessException)
        {
            Logs.SnapshotFailed(log, item.Id, e.Message);
        }
    }

    private ReportRequest Describe(
        WorkItem item, ToolResult result, WorkOutput output, DateTimeOffset startedAt) => new()
    {
        RunId = item.RunId,
        Token = item.Token,
        Outcome = result.Outcome,
        ExitCode = result.ExitCode,
        Stdout = output.Stdout,
        Stderr = output.Stderr,
        OutputCut = output.IsCut,
        StdoutContent = output.StdoutContent,
        StderrContent = output.StderrContent,
        Reason = result.Reason is null ? null : output.Redact(result.Reason),
        Retryable = result.Retryable,
        Usage = result.Usage,
        Question = result.Question,
        RefusedUntil = result.RefusedUntil,
        StartedAt = startedAt,
        FinishedAt = time.GetUtcNow(),
    };
}
