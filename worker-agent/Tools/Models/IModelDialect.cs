using System.Net;
using System.Text.Json;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Tools.Prompts;

namespace Swarm.WorkerAgent.Tools.Models;

/// <summary>How one kind of model server is asked and what its answers mean.</summary>
internal interface IModelDialect
{
    ToolCapabilities Capabilities { get; }

    /// <summary>What is wrong with its configuration, in words.</summary>
    string? FindMistake();

    Task<ToolHealth> CheckAsync(HttpClient http, CancellationToken cancellation);

    HttpRequestMessage CreateRequest(AiWork work);

    /// <summary>Takes a line of the answer that is a JSON object.</summary>
    void Read(JsonElement line, Transcript transcript);

    /// <summary>Takes any other line of the answer.</summary>
    void ReadText(string line, Transcript transcript);

    /// <summary>What a refusal of the server means.</summary>
    ToolResult Refusal(HttpStatusCode status, string body, TimeSpan? retryAfter, DateTimeOffset now);
}
