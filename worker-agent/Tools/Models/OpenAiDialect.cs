using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Tools.Prompts;

namespace Swarm.WorkerAgent.Tools.Models;

/// <summary>Any endpoint that speaks <c>/v1/chat/completions</c> with server-sent events.</summary>
internal sealed class OpenAiDialect(OpenAiSettings settings) : IModelDialect
{
    private static readonly TimeSpan UnknownQuotaPause = TimeSpan.FromMinutes(1);

    public ToolCapabilities Capabilities { get; } = new() { TakesPrompts = true, OutputSchema = true };

    public string? FindMistake() => settings.KeyVariable is { } variable && Key is null
        ? $"The environment variable '{variable}', which should hold its key, is not set."
        : null;

    public async Task<ToolHealth> CheckAsync(HttpClient http, CancellationToken cancellation)
    {
        var models = await ModelProbe.GetAsync(http, At("v1/models"), Key, cancellation);
        return models.Answer is { } answer
            ? new ToolHealth(IsPresent: true) { Models = [.. answer.Items("data").Select(m => m.Text("id") ?? "")] }
            : new ToolHealth(IsPresent: true, models.Error);
    }

    public HttpRequestMessage CreateRequest(AiWork work)
    {
        var body = new JsonObject
        {
            ["model"] = work.Model ?? settings.Model ?? "",
            ["messages"] = ModelProbe.Messages(work),
            ["stream"] = true,
            ["stream_options"] = new JsonObject { ["include_usage"] = true },
        };
        if (work.OutputSchema is { } schema)
        {
            body["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = "answer", ["schema"] = JsonNode.Parse(schema) },
            };
        }

        return ModelProbe.Post(At("v1/chat/completions"), body, Key);
    }

    public void Read(JsonElement line, Transcript transcript)
    {
        if (line.Has("error"))
        {
            transcript.End(line.Child("error").Text("message") ?? line.Child("error").ToString());
            return;
        }

        transcript.Usage = ReadUsage(line, transcript.Usage);
        foreach (var choice in line.Items("choices"))
        {
            if (choice.Child("delta").Text("content") is { Length: > 0 } text)
            {
                transcript.AddText(text);
            }

            switch (choice.Text("finish_reason"))
            {
                case null:
                    break;
                case "length":
                    transcript.End("The answer was cut at the model's limit of tokens.", isHopeless: true);
                    break;
                case "content_filter":
                    transcript.End("The answer was withheld by a content filter.", isHopeless: true);
                    break;
                default:
                    transcript.End();
                    break;
            }
        }
    }

    public void ReadText(string line, Transcript transcript)
    {
        if (!line.StartsWith("data:", StringComparison.Ordinal) || line.Trim() == "data: [DONE]")
        {
            // Comments that keep the connection alive, and names of events.
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(line["data:".Length..]);
            Read(document.RootElement, transcript);
        }
        catch (JsonException)
        {
            transcript.Note("an event that is no whole JSON was skipped");
        }
    }

    public ToolResult Refusal(
        HttpStatusCode status, string body, TimeSpan? retryAfter, DateTimeOffset now) => status switch
    {
        HttpStatusCode.TooManyRequests =>
            ToolResult.Refuse(ToolTrouble.ForAWhile("Its quota is used up.", retryAfter ?? UnknownQuotaPause), now),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            ToolResult.Refuse(new ToolTrouble($"It refuses the key: {body}"), now),
        HttpStatusCode.NotFound => ToolResult.Refuse($"It does not have the model: {body}"),
        HttpStatusCode.BadRequest => ToolResult.Hopeless($"It refuses the question: {body}"),
        _ => new ToolResult(WorkItemOutcome.Failed, Reason: $"It answers {(int)status}: {body}"),
    };

    private string? Key => settings.KeyVariable is { } variable
        && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } key
            ? key
            : null;

    private static ToolUsage ReadUsage(JsonElement line, ToolUsage known)
    {
        var usage = line.Child("usage");
        return known with
        {
            Model = line.Text("model") ?? known.Model,
            InputTokens = usage.Number("prompt_tokens") ?? known.InputTokens,
            OutputTokens = usage.Number("completion_tokens") ?? known.OutputTokens,
            CachedInputTokens = usage.Child("prompt_tokens_details").Number("cached_tokens") ?? known.CachedInputTokens,
            Turns = 1,
        };
    }

    private Uri At(string path) => new(settings.Url, path);
}
