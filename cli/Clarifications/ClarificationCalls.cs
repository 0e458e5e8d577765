using Swarm.Cli.Api;
using Swarm.Contracts;
using Swarm.Contracts.Clarifications;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;

namespace Swarm.Cli.Clarifications;

/// <summary>The API's calls for questions.</summary>
internal static class ClarificationCalls
{
    private static readonly SwarmJsonContext Json = SwarmJsonContext.Default;

    public static Task<ListPage<Clarification>> ListQuestionsAsync(
        this SwarmClient client, bool onlyOpen, string? runId, int limit, CancellationToken cancellation)
    {
        var filters = (onlyOpen ? "&open=true" : "")
            + (runId is null ? "" : $"&runId={Uri.EscapeDataString(runId)}");
        return client.GetAsync(
            $"{ApiRoutes.Questions}?limit={limit}{filters}", Json.ListPageClarification, cancellation);
    }

    public static Task<Clarification> GetQuestionAsync(
        this SwarmClient client, string id, CancellationToken cancellation) =>
        client.GetAsync(SwarmClient.WithId(ApiRoutes.Question, id), Json.Clarification, cancellation);

    public static Task<Clarification> AnswerQuestionAsync(
        this SwarmClient client, string id, string answer, CancellationToken cancellation) =>
        client.SendAsync(
            HttpMethod.Post,
            SwarmClient.WithId(ApiRoutes.AnswerQuestion, id),
            SwarmClient.Body(new AnswerClarificationRequest(answer), Json.AnswerClarificationRequest),
            Json.Clarification,
            cancellation);
}
