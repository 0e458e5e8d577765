using Swarm.Contracts.Runs;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Channels;

/// <summary>
/// What people say to the run while its work runs. It is looked for whenever the tool speaks to the agent, which is the
/// only moment at which it can be told.
/// </summary>
internal sealed class DirectiveNews(ControlPlaneClient client, WorkItem item, TimeProvider time) : IDisposable
{
    /// <summary>How long a tool's call waits for it; the next call looks again.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim gate = new(1);
    private readonly List<string> heard = [.. item.Directives];

    /// <summary>All that was heard, that of the claim included.</summary>
    public IReadOnlyList<string> Heard => heard;

    /// <summary>What is new; nothing where the control plane does not answer.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        await gate.WaitAsync(cancellation);
        try
        {
            var request = new HearDirectivesRequest
            {
                RunId = item.RunId,
                Token = item.Token,
                Heard = heard.Count,
            };
            var news = (await client.HearDirectivesAsync(item.Id, request, either.Token)).Directives;
            heard.AddRange(news);
            return news;
        }
        catch (Exception e) when (e is ControlPlaneException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return [];
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}
