using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Tools.Prompts;

namespace Swarm.WorkerAgent.Tools.Models;

/// <summary>Ollama's <c>/api/chat</c>: a JSON object per line, the last one with <c>done: true</c>.</summary>
internal sealed class OllamaDialect(OllamaSettings settings) : IModelDialect
{
    public const string ToolName = "ollama";

    private static readonly TimeSpan FullPause = TimeSpan.FromSeconds(30);

    public ToolCapabilities Capabilities { get; } = new() { TakesPrompts = true, OutputSchema = true };

    public string? FindMistake() => settings.ContextTokens < 512 ? "Its context is under 512 tokens." : null;

    public async Task<ToolHealth> CheckAsync(HttpClient http, CancellationToken cancellation)
    {
        var version = await ModelProbe.GetAsync(http, At("api/version"), null, cancellation);
        if (version.Answer is not { } about)
        {
            return new ToolHealth(IsPresent: version.IsThere, version.Error);
        }

        var tags = await ModelProbe.GetAsync(http, At("api/tags"), null, cancellation);
        var models = tags.Answer?.Items("models").Select(model => model.Text("name") ?? "") ?? [];
        string[] known = [.. models.Where(name => name.Length > 0)];
        var reason = known.Length == 0 && settings.Model is null ? "It has no model yet: run `ollama pull`." : null;
        return new ToolHealth(IsPresent: true, reason, about.Text("version")) { Models = known };
    }

    public HttpRequestMessage CreateRequest(AiWork work)
    {
        // Left to itself it cuts long prompts without a word: its default context is 4k tokens.
        var body = new JsonObject
        {
            ["model"] = work.Model ?? settings.Model ?? "",
            ["messages"] = ModelProbe.Messages(work),
            ["stream"] = true,
            ["options"] = new JsonObject { ["num_ctx"] = settings.ContextTokens },
        };
        if (work.OutputSchema is { } schema)
        {
            body["format"] = JsonNode.Parse(schema);
        }

        if (settings.Think is { } think)
        {
            body["think"] = think;
        }

        if (settings.KeepAlive is { } keepAlive)
        {
            body["keep_alive"] = keepAlive;
        }

        return ModelProbe.Post(At("api/chat"), body);
    }

    public void Read(JsonElement line, Transcript transcript)
    {
        if (line.Has("error"))
        {
            // It comes in the middle of an answer whose status was 200.
            transcript.End(line.Text("error") ?? line.Child("error").ToString());
            return;
        }

        if (line.Child("message").Text("content") is { Length: > 0 } text)
        {
            transcript.AddText(text);
        }

        if (!line.IsTrue("done"))
        {
            return;
        }

        transcript.Usage = new ToolUsage
        {
            Model = line.Text("model"),
            InputTokens = line.Number("prompt_eval_count"),
            OutputTokens = line.Number("eval_count"),
            Turns = 1,
        };
        var isCut = line.Text("done_reason") == "length";
        transcript.End(isCut ? "The answer was cut at the model's limit of tokens." : null, isHopeless: isCut);
    }

    public void ReadText(string line, Transcript transcript) => transcript.AddPlain(line);

    public ToolResult Refusal(
        HttpStatusCode status, string body, TimeSpan? retryAfter, DateTimeOffset now) => status switch
    {
        HttpStatusCode.NotFound => ToolResult.Refuse($"It does not have the model: {body}"),
        HttpStatusCode.BadRequest => ToolResult.Hopeless($"It refuses the question: {body}"),
        HttpStatusCode.ServiceUnavailable =>
            ToolResult.Refuse(ToolTrouble.ForAWhile("Its queue is full.", retryAfter ?? FullPause), now),
        _ => new ToolResult(WorkItemOutcome.Failed, Reason: $"It answers {(int)status}: {body}"),
    };

    private Uri At(string path) => new(settings.Url, path);
}
