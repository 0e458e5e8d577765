using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Swarm.Contracts.Statuses;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Tools.Prompts;

namespace Swarm.WorkerAgent.Tools.Models;

/// <summary>
/// A model behind an HTTP endpoint: one question, one streamed answer. It succeeded if the stream came to its proper
/// end without an error and with an answer that was not cut.
/// </summary>
internal sealed class ModelTool(
    string name, IModelDialect dialect, TimeSpan idleLimit, HttpClient http, TimeProvider time)
    : ITool
{
    private const int MaxErrorChars = 1000;

    public string Name => name;

    public ToolCapabilities Capabilities => dialect.Capabilities;

    public string? FindMistake() => dialect.FindMistake();

    public Task<ToolHealth> CheckAsync(CancellationToken cancellation) => dialect.CheckAsync(http, cancellation);

    public async Task<ToolResult> ExecuteAsync(ToolCall call)
    {
        if (Capabilities.FindMistake(name, call.Item) is { } mistake)
        {
            return ToolResult.Hopeless(mistake);
        }

        if (call.Item.Ai!.Session is { } session)
        {
            call.Output.Say($"The conversation '{session}' begins anew: '{name}' keeps none.");
        }

        var transcript = new Transcript(call.Output) { OnUsage = used => call.Claim.Used = used };
        using var watchdog = new Watchdog(time, call.Item.Timeout, idleLimit);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(watchdog.Over, call.Claim.Ending);
        ToolResult? refused;
        try
        {
            refused = await AskAsync(call, transcript, watchdog, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            var how = call.Claim.Ending.IsCancellationRequested ? EndedHow.Claim : watchdog.Reason;
            return ToolResult.Of(new CommandEnd(how), call.Item.Timeout) with { Usage = transcript.Usage };
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            return new ToolResult(WorkItemOutcome.Failed, Reason: $"The model's server failed: {e.Message}")
            {
                Usage = transcript.Usage,
            };
        }

        call.Output.Answer(transcript.Answer);
        return (refused ?? Judge(transcript)) with { Usage = transcript.Usage };
    }

    private async Task<ToolResult?> AskAsync(
        ToolCall call, Transcript transcript, Watchdog watchdog, CancellationToken end)
    {
        using var request = dialect.CreateRequest(call.Item.Ai!);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end);
        await using var stream = await answer.Content.ReadAsStreamAsync(end);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            var body = await ReadErrorAsync(stream, end);
            return dialect.Refusal(answer.StatusCode, body, Pause(answer.Headers.RetryAfter), time.GetUtcNow());
        }

        var lines = new EventLines(
            line => dialect.Read(line, transcript), text => dialect.ReadText(text, transcript));
        await lines.ReadAsync(stream, watchdog.Touch, end);
        return null;
    }

    private static ToolResult Judge(Transcript transcript)
    {
        var problem = !transcript.HasResult ? "The answer broke off before its end."
            : transcript.Problem ?? (string.IsNullOrWhiteSpace(transcript.Answer) ? "It answered nothing." : null);
        return problem is null
            ? new ToolResult(WorkItemOutcome.Completed)
            : new ToolResult(WorkItemOutcome.Failed, Reason: problem, Retryable: !transcript.IsHopeless);
    }

    private TimeSpan? Pause(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);

    private static async Task<string> ReadErrorAsync(Stream stream, CancellationToken end)
    {
        using var reader = new StreamReader(stream);
        var buffer = new char[MaxErrorChars];
        var count = await reader.ReadBlockAsync(buffer, end);
        return new string(buffer, 0, count);
    }
}
