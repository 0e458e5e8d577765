using System.Net;
using System.Net.Http.Json;
using System.Text;
using Swarm.Contracts.Json;
using Swarm.Contracts.Problems;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Endpoints;

/// <summary>Whatever is wrong with a request, the answer is problem+json that names the field.</summary>
public sealed class ProblemTests(HttpApp app) : IClassFixture<HttpApp>
{
    [Fact]
    public async Task An_unknown_address_is_a_problem_too()
    {
        var problem = await ProblemAsync(HttpMethod.Get, "api/v1/nothing", null, HttpStatusCode.NotFound);

        Assert.Equal(ProblemCodes.NotFound, problem.Code);
        Assert.Equal("There is nothing at GET /api/v1/nothing.", problem.Detail);
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_malformed()
    {
        var problem = await ProblemAsync(HttpMethod.Post, "api/v1/workers/join", "{", HttpStatusCode.BadRequest);

        Assert.Equal(ProblemCodes.Malformed, problem.Code);
    }

    [Fact]
    public async Task An_empty_body_is_malformed()
    {
        var problem = await ProblemAsync(HttpMethod.Post, "api/v1/workers/join", "", HttpStatusCode.BadRequest);

        Assert.Equal("The body is empty; send a JSON object.", problem.Detail);
    }

    [Fact]
    public async Task Missing_fields_are_named()
    {
        var problem = await ProblemAsync(
            HttpMethod.Post, "api/v1/workers/join", """{"token":"x"}""", HttpStatusCode.BadRequest);

        Assert.Equal(["/machineId", "/name"], problem.Errors!.Keys.Order());
    }

    [Fact]
    public async Task A_field_of_the_wrong_type_is_named_by_its_pointer()
    {
        var problem = await ProblemAsync(
            HttpMethod.Post,
            "api/v1/workers/join",
            """{"token":"x","machineId":"m","name":"n","tools":["shell",7]}""",
            HttpStatusCode.BadRequest);

        Assert.Equal("/tools/1", Assert.Single(problem.Errors!).Key);
    }

    [Fact]
    public async Task A_field_that_breaks_a_rule_is_named_by_its_pointer()
    {
        var problem = await ProblemAsync(
            HttpMethod.Post,
            "api/v1/workers/join",
            """{"token":"x","machineId":"m","name":"n","tools":["UPPER"]}""",
            HttpStatusCode.UnprocessableEntity);

        Assert.Equal(ProblemCodes.Invalid, problem.Code);
        Assert.Equal("/tools/0", Assert.Single(problem.Errors!).Key);
    }

    [Fact]
    public async Task A_body_over_its_limit_is_too_large_whether_or_not_it_says_so()
    {
        var body = "{\"token\":\"" + new string('x', 70_000) + "\"}";
        var announced = await ProblemAsync(
            HttpMethod.Post, "api/v1/workers/join", body, HttpStatusCode.RequestEntityTooLarge);
        using var stream = new StreamContent(new UnseekableStream(Encoding.UTF8.GetBytes(body)));
        using var answer = await app.Client.PostAsync("api/v1/workers/join", stream, CancellationToken.None);

        Assert.Equal(ProblemCodes.TooLarge, announced.Code);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task The_callers_own_correlation_id_comes_back()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/nothing");
        request.Headers.Add("X-Correlation-Id", "my-id.1");
        using var answer = await app.Client.SendAsync(request, CancellationToken.None);

        Assert.Equal("my-id.1", Assert.Single(answer.Headers.GetValues("X-Correlation-Id")));
        var type = SwarmJsonContext.Default.ProblemBody;
        Assert.Equal("my-id.1", (await answer.Content.ReadFromJsonAsync(type, CancellationToken.None))!.TraceId);
    }

    private async Task<ProblemBody> ProblemAsync(HttpMethod method, string path, string? body, HttpStatusCode status)
    {
        using var answer = await app.SendAsync(method, path, key: null, body);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var type = SwarmJsonContext.Default.ProblemBody;
        var problem = (await answer.Content.ReadFromJsonAsync(type, CancellationToken.None))!;
        Assert.Equal((int)status, problem.Status);
        Assert.Equal(32, problem.TraceId!.Length);
        return problem;
    }

    /// <summary>A body whose length is not known beforehand.</summary>
    private sealed class UnseekableStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
