using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Semantics;

/// <summary>Orchestrators and activities that are classes, made by the container.</summary>
public sealed class ClassTests
{
    [Fact]
    public async Task Classes_run_under_their_own_name_or_that_of_their_attribute()
    {
        await using ServiceProvider services = CreateServices();
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks
                .AddOrchestrator<GreetAll>()
                .AddOrchestrator<CountDown>()
                .AddActivity<Greet>()
                .AddActivity<Greet>("SecondName"),
            services: services);

        OrchestrationMetadata greeted = await host.RunAsync(nameof(GreetAll), new[] { "ada", "bee" });
        OrchestrationMetadata counted = await host.RunAsync("count-down", 3);

        Assert.Equal(["Hello ada", "Hello bee", "Hello again"], greeted.ReadOutputAs<string[]>()!);
        Assert.Equal("\"0 after 3\"", counted.SerializedOutput);
    }

    [Fact]
    public async Task Each_run_of_an_activity_class_gets_services_of_its_own_scope()
    {
        await using ServiceProvider services = CreateServices();
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks.AddOrchestrator<GreetAll>().AddActivity<Greet>().AddActivity<Greet>("SecondName"),
            services: services);

        await host.RunAsync(nameof(GreetAll), new[] { "ada" });

        var scopes = services.GetRequiredService<Scopes>();
        Assert.Equal((2, 2), (scopes.Opened, scopes.Closed));
    }

    [Fact]
    public async Task A_class_that_cannot_be_made_fails_its_call_and_says_what_is_missing()
    {
        await using ServiceProvider empty = new ServiceCollection().BuildServiceProvider();
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks.AddOrchestrator<GreetAll>(), services: empty);

        OrchestrationMetadata end = await host.RunAsync(nameof(GreetAll), Array.Empty<string>());

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains(nameof(Greeting), end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_shows_its_parent_and_no_properties_unless_the_host_gives_some()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Child", context =>
                $"{context.Parent?.Name} {context.Parent?.InstanceId} {context.Properties.Count}")
            .AddOrchestratorFunc("Parent", async context =>
                $"{context.Parent is null} {await context.CallSubOrchestratorAsync<string>("Child")}"));

        OrchestrationMetadata end = await host.RunAsync("Parent", id: "p");

        Assert.Equal("\"True Parent p 0\"", end.SerializedOutput);
    }

    private static ServiceProvider CreateServices() => new ServiceCollection()
        .AddSingleton(new Greeting("Hello"))
        .AddSingleton<Scopes>()
        .AddScoped<Scope>()
        .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
        .BuildServiceProvider();

    public sealed record Greeting(string Word);

    public sealed class Scopes
    {
        private int _opened;
        private int _closed;

        public int Opened => _opened;

        public int Closed => _closed;

        public void Open() => Interlocked.Increment(ref _opened);

        public void Close() => Interlocked.Increment(ref _closed);
    }

    public sealed class Scope : IDisposable
    {
        private readonly Scopes _scopes;

        public Scope(Scopes scopes)
        {
            _scopes = scopes;
            scopes.Open();
        }

        public void Dispose() => _scopes.Close();
    }

    public sealed class GreetAll(Greeting greeting) : TaskOrchestrator<string[], string[]>
    {
        public override async Task<string[]> RunAsync(TaskOrchestrationContext context, string[] input)
        {
            string[] greetings = await Task.WhenAll(
                input.Select(name => context.CallActivityAsync<string>(nameof(Greet), name)));
            string again = await context.CallActivityAsync<string>("secondname", "again");
            return
            [
                .. greetings.Append(again).Select(text =>
                    text.Replace("?", greeting.Word, StringComparison.Ordinal)),
            ];
        }
    }

    public sealed class Greet(Scope scope) : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input)
        {
            Assert.NotNull(scope);
            return Task.FromResult($"? {input}");
        }
    }

    [DurableTask("count-down")]
    public sealed class CountDown : TaskOrchestrator<int, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, int input)
        {
            if (input > 0)
            {
                context.SetCustomStatus(input);
                context.ContinueAsNew(new ContinueAsNewOptions { NewInput = input - 1 });
            }

            return Task.FromResult($"{input} after 3");
        }
    }
}
