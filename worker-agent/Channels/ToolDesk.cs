using System.Globalization;
using System.Text;
using System.Text.Json;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Execution;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Git;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Snapshots;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Channels;

/// <summary>Does what a command at work asks of the agent.</summary>
internal sealed class ToolDesk(
    WorkItem item,
    WorkFolder folder,
    WorkOutput output,
    SnapshotSaving snapshots,
    LockTaking locks,
    DirectiveNews directives,
    WorkTree? tree,
    string? state,
    TimeProvider time)
{
    /// <summary>The time that lies between two snapshots: each is a commit and a transfer of the files.</summary>
    public static readonly TimeSpan BetweenSnapshots = TimeSpan.FromSeconds(30);

    public const int QuestionMaxChars = 4_000;
    public const int StateMaxBytes = 64 * 1024;
    private const int MessageMaxChars = 2_000;
    private const int OptionMaxChars = 200;
    private const int MaxOptions = 10;
    private const int MaxMessages = 10_000;

    private const string PassedOn =
        "Your question was passed on; the answer may take hours. End your turn now and do nothing more. Your work is "
        + "kept as it is, and you go on with the answer.";

    private readonly Lock gate = new();
    private int messages;
    private long? savedAt;

    /// <summary>What was asked and has no answer yet; null if nothing was.</summary>
    public WorkQuestion? Question { get; private set; }

    /// <summary>What the command has written down of its progress.</summary>
    public string? State { get; private set; } = state;

    /// <summary>Called once a question waits: the command is to end.</summary>
    public Action? OnAsked { get; set; }

    /// <summary>Does it. An AI tool gets with the answer what people have said meanwhile.</summary>
    public async Task<ChannelReply> HandleAsync(ChannelRequest request, CancellationToken cancellation)
    {
        var news = request.WantsNews ? await directives.ReadAsync(cancellation) : [];
        if (news.Count > 0)
        {
            output.Say($"It is told what people have said: {string.Join(" | ", news)}");
        }

        return (await AnswerAsync(request, cancellation)) with { News = news };
    }

    private async Task<ChannelReply> AnswerAsync(ChannelRequest request, CancellationToken cancellation) =>
        request.Do switch
        {
            ChannelVerbs.Ask => Ask(request),
            ChannelVerbs.Progress => Tell(request),
            ChannelVerbs.Snapshot => await SaveAsync(request, cancellation),
            ChannelVerbs.Lock => await LockAsync(request, isWanted: true, cancellation),
            ChannelVerbs.Unlock => await LockAsync(request, isWanted: false, cancellation),
            ChannelVerbs.Context => Describe(),
            _ => ChannelReply.Error($"'{request.Do}' is nothing that can be asked for."),
        };

    /// <summary>
    /// A question that was answered before is answered at once: work that begins anew may ask the same again.
    /// </summary>
    private ChannelReply Ask(ChannelRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Text))
        {
            return ChannelReply.Error("Say what you want to know.");
        }

        var text = ChannelLine.Cut(output.Redact(request.Text.Trim()), QuestionMaxChars);
        if (item.Answers.LastOrDefault(known => known.Question == text) is { } answered)
        {
            return new ChannelReply(answered.Answer);
        }

        lock (gate)
        {
            if (Question is not null)
            {
                return new ChannelReply($"One question at a time. {PassedOn}", IsWaiting: true);
            }

            Question = new WorkQuestion
            {
                Text = text,
                Options =
                [
                    .. (request.Options ?? [])
                        .Where(option => !string.IsNullOrWhiteSpace(option))
                        .Select(option => ChannelLine.Cut(output.Redact(option), OptionMaxChars))
                        .Take(MaxOptions),
                ],
                Assumption = string.IsNullOrWhiteSpace(request.Assumption)
                    ? null
                    : ChannelLine.Cut(output.Redact(request.Assumption), QuestionMaxChars),
            };
        }

        output.Say($"It asks: {text}");
        OnAsked?.Invoke();
        return new ChannelReply(PassedOn, IsWaiting: true);
    }

    private ChannelReply Tell(ChannelRequest request)
    {
        if (Interlocked.Increment(ref messages) > MaxMessages)
        {
            return ChannelReply.Error($"More than {MaxMessages} messages are not taken.");
        }

        var percent = request.Percent is { } done ? $"{Math.Clamp(done, 0, 100)} % " : "";
        output.Tell("tool", $"progress {percent}{ChannelLine.Cut(request.Text ?? "", MessageMaxChars)}".TrimEnd());
        return new ChannelReply("Told.");
    }

    private async Task<ChannelReply> SaveAsync(ChannelRequest request, CancellationToken cancellation)
    {
        var text = output.Redact(request.Text ?? "");
        if (Encoding.UTF8.GetByteCount(text) > StateMaxBytes)
        {
            return ChannelReply.Error($"Write down {StateMaxBytes / 1024} KiB at most; the files are saved anyway.");
        }

        State = text.Length > 0 ? text : State;
        if (!MaySave(out var wait))
        {
            return ChannelReply.Error(string.Create(
                CultureInfo.InvariantCulture,
                $"Not saved: one snapshot every {BetweenSnapshots.TotalSeconds:0} s is taken, the next one in "
                + $"{Math.Ceiling(wait.TotalSeconds):0} s. Go on; what you wrote down goes into the next one."));
        }

        try
        {
            await snapshots.SaveAsync(item, folder, tree, State, cancellation);
            output.Say("Its progress was saved.");
            return new ChannelReply("Saved. Whoever gets this work next begins here.");
        }
        catch (Exception e) when (e is ControlPlaneException or GitException or IOException)
        {
            lock (gate)
            {
                savedAt = null;
            }

            return ChannelReply.Error($"It could not be saved now: {e.Message}");
        }
    }

    private bool MaySave(out TimeSpan wait)
    {
        lock (gate)
        {
            wait = savedAt is { } last ? BetweenSnapshots - time.GetElapsedTime(last) : TimeSpan.Zero;
            if (wait > TimeSpan.Zero)
            {
                return false;
            }

            savedAt = time.GetTimestamp();
            return true;
        }
    }

    private async Task<ChannelReply> LockAsync(
        ChannelRequest request, bool isWanted, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(request.Text))
        {
            return ChannelReply.Error("Name the lock.");
        }

        try
        {
            return isWanted
                ? await locks.TakeAsync(item, request.Text, cancellation)
                : await locks.ReleaseAsync(item, request.Text, cancellation);
        }
        catch (ControlPlaneException e)
        {
            return ChannelReply.Error($"The lock could not be asked for: {e.Message}");
        }
    }

    private ChannelReply Describe()
    {
        var context = new DeskContext
        {
            RunId = item.RunId,
            WorkItem = item.Id,
            Node = item.Node,
            Iteration = item.Iteration,
            Attempt = item.Attempt,
            Repository = item.Git?.Repository,
            Branch = item.Git?.Branch,
            Inputs = WorkInputs.FilesOf(item),
            Answers = item.Answers,
            Directives = directives.Heard,
            State = State,
        };
        return new ChannelReply(JsonSerializer.Serialize(context, ChannelJson.Default.DeskContext));
    }
}
