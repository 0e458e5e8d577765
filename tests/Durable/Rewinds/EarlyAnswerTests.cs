using System.Collections.Concurrent;
using Swarm.Durable.Client;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Rewinds;

/// <summary>
/// The code called something because of a failure that the rewind undoes, and calls it again for another reason. The
/// answer is there before the call then: once it was dropped, and the call waited for ever.
/// </summary>
public sealed class EarlyAnswerTests
{
    private readonly ConcurrentDictionary<string, int> _runs = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_is_there_before_its_call_is_given_to_it(bool isAwaitedInTwoSteps)
    {
        bool isMended = false;
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc<string, string>("Work", (_, input) =>
            {
                _runs.AddOrUpdate(input, 1, (_, count) => count + 1);
                return input == "fails" && !isMended ? throw new InvalidOperationException("broken") : $"did {input}";
            })
            .AddOrchestratorFunc("Early", async context =>
            {
                Task<string> failing = context.CallActivityAsync<string>("Work", "fails");
                Task<int> go = context.WaitForExternalEvent<int>("Go");
                await Task.WhenAny(failing, go);
                string first = await context.CallActivityAsync<string>("Work", "first");
                if (isAwaitedInTwoSteps)
                {
                    first += $", {await context.CallActivityAsync<string>("Work", "second")}";
                }

                context.SetCustomStatus("waits");
                await go;
                return $"{first}, {await failing}";
            }));
        string id = await host.StartInstanceAsync("Early", id: "early");
        await host.WaitForCustomStatusAsync(id, "waits");
        await host.Client.RaiseEventAsync(id, "Go", 1);
        OrchestrationMetadata failed = await host.EndOfAsync(id);
        isMended = true;

        await host.Client.RewindInstanceAsync(id, "mended");
        OrchestrationMetadata end = await host.EndOfAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal(
            isAwaitedInTwoSteps ? "did first, did second, did fails" : "did first, did fails",
            end.ReadOutputAs<string>());
        Assert.Equal(2, _runs["fails"]);
        Assert.All(_runs.Where(run => run.Key != "fails"), run => Assert.Equal(1, run.Value));
        Assert.Contains("first", _runs.Keys);
    }
}
