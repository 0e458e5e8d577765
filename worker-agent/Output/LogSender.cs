using Microsoft.Extensions.Logging;
using Swarm.Contracts.Problems;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Output;

/// <summary>
/// Sends the log lines of one claim in order. A chunk is sent until it is taken; the control plane ignores lines that
/// it has, so one that was sent twice does no harm.
/// </summary>
internal sealed class LogSender(
    ControlPlaneClient client,
    Claim claim,
    string runId,
    LogFile file,
    Patience patience,
    TimeProvider time,
    ILogger log)
    : IDisposable
{
    private const int MaxLines = 500;
    private const int MaxChunkBytes = 40 * 1024;

    // The first line after a silence goes at once; those that come close behind it travel together.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource finish = new();
    private long sentLines;
    private long place;
    private long? sentAt;

    /// <summary>Sends until <see cref="Finish"/> was called and everything is sent, or the lease is lost.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellation, finish.Token);
        bool isLast;
        do
        {
            // Asked before sending: lines added after a pass that was not the last get a pass of their own.
            isLast = finish.IsCancellationRequested;
            await GatherAsync(wake.Token, cancellation);
            if (!await SendAllAsync(cancellation))
            {
                return;
            }
        }
        while (!isLast);
    }

    /// <summary>No more lines will be added.</summary>
    public void Finish() => finish.Cancel();

    public void Dispose() => finish.Dispose();

    private async Task GatherAsync(CancellationToken wake, CancellationToken cancellation)
    {
        try
        {
            await file.Grew.WaitAsync(wake);
            if (sentAt is { } last && Gathering - time.GetElapsedTime(last) is { Ticks: > 0 } left)
            {
                await Task.Delay(left, time, wake);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // No more lines come; what is there goes without delay.
        }
    }

    /// <summary>
    /// Sends what is there now; what comes meanwhile is gathered, or a busy command would have a chunk for each line.
    /// </summary>
    /// <returns>False when nobody wants the lines any more.</returns>
    private async Task<bool> SendAllAsync(CancellationToken cancellation)
    {
        for (var all = file.Length; place < all;)
        {
            var (lines, end) = file.Read(place, MaxLines, MaxChunkBytes);
            var chunk = new LogChunk { RunId = runId, Token = claim.Token, First = sentLines + 1, Lines = lines };
            (place, sentLines) = (end, sentLines + lines.Count);
            sentAt = time.GetTimestamp();
            if (!await SendAsync(chunk, cancellation))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> SendAsync(LogChunk chunk, CancellationToken cancellation)
    {
        try
        {
            await patience.CallAsync("logs", () => client.SendLogsAsync(claim.Id, chunk, cancellation), cancellation);
            return true;
        }
        catch (ControlPlaneException e) when (e.Code == ProblemCodes.LogGap && chunk.First > 1)
        {
            // It has lost lines that it had taken, in a restored backup perhaps: all of them lie here still.
            (place, sentLines) = (0, 0);
            return true;
        }
        catch (ControlPlaneException e)
        {
            if (e.IsLeaseLost)
            {
                claim.End(EndReason.LeaseLost);
            }

            // The result matters more than its log: it is still reported.
            Logs.LogsRefused(log, claim.Id, e.Message);
            return false;
        }
    }
}
