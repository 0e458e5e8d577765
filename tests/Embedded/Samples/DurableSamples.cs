using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Embedded.Worker;

namespace Swarm.Tests.Embedded.Samples;

public sealed class DurableSamples(Probe probe)
{
    [Function("Greet")]
    public static async Task<string[]> GreetAsync(
        [OrchestrationTrigger] TaskOrchestrationContext context, GreetInput input, string instanceId)
    {
        Assert.Equal(context.InstanceId, instanceId);
        var greetings = input.Names.Select(
            name => context.CallActivityAsync<string>("SayHello", new HelloInput(input.Greeting, name)));
        return await Task.WhenAll(greetings);
    }

    [Function("SayHello")]
    public async Task<string> SayHelloAsync(
        [ActivityTrigger] HelloInput input, string instanceId, FunctionContext context)
    {
        await Task.Yield();
        Assert.NotNull(context.InstanceServices.GetRequiredService<Scoped>());
        probe.Say($"{instanceId} {context.FunctionDefinition.Name}");
        return $"{input.Greeting} {input.Name}";
    }

    [Function("Approval")]
    public static async Task<string> ApprovalAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync("Note", "before");
        var decision = await context.WaitForExternalEvent<string>("Decision");
        await context.CallActivityAsync("Note", decision);
        return decision;
    }

    [Function("Note")]
    public void Note([ActivityTrigger] string word)
    {
        probe.Say(word);
        probe.Signal(word);
    }

    [Function("Shaky")]
    public static Task<string> ShakyAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>("Shake", context.InstanceId);

    [Function("Shake")]
    public string Shake([ActivityTrigger] string word)
    {
        probe.Say(word);
        return probe.Words.Count(said => said == word) > 1 ? "steady" : throw new InvalidOperationException("shaken");
    }

    [Function("Start")]
    public static async Task<IActionResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start/{name}/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string name,
        string id,
        CancellationToken cancellation)
    {
        var input = name == "Greet" ? await request.ReadFromJsonAsync<GreetInput>(cancellation) : null;
        await client.ScheduleNewOrchestrationInstanceAsync(
            name, input, new StartOrchestrationOptions { InstanceId = id }, cancellation);
        return new AcceptedResult();
    }

    [Function("Decide")]
    public static async Task<IActionResult> DecideAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "decide/{id}/{decision}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        string decision)
    {
        await client.RaiseEventAsync(id, "Decision", decision, request.HttpContext.RequestAborted);
        return new AcceptedResult();
    }

    [Function("Result")]
    public static async Task<IActionResult> ResultAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "result/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id)
    {
        var instance = await client.WaitForInstanceCompletionAsync(
            id, getInputsAndOutputs: true, request.HttpContext.RequestAborted);
        var status = instance.RuntimeStatus.ToString();
        return new OkObjectResult(new { Status = status, Output = instance.SerializedOutput });
    }

    public sealed record GreetInput(string Greeting, string[] Names);

    public sealed record HelloInput(string Greeting, string Name);

    public sealed class Scoped;
}
