using Swarm.Durable;
using Swarm.Durable.Entities;
using Swarm.Embedded.Worker;

namespace Swarm.Tests.Embedded.Samples;

public sealed class EntitySamples
{
    [Function("Meter")]
    public static Task RunMeterAsync([EntityTrigger] TaskEntityDispatcher dispatcher) =>
        dispatcher.DispatchAsync<Meter>();

    [Function("RunBox")]
    public static Task RunBoxAsync([EntityTrigger(EntityName = "Box")] TaskEntityDispatcher dispatcher) =>
        dispatcher.DispatchAsync<Box>();

    [Function("Handler")]
    public static Task HandleAsync([EntityTrigger] TaskEntityDispatcher dispatcher) =>
        dispatcher.DispatchAsync(static operation => new ValueTask<object?>($"{operation.GetInput<string>()}led"));

    [Function("Tally")]
    public static async Task<string> TallyAsync(
        [OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var meter = new EntityInstanceId("meter", "tally");
        await context.Entities.SignalEntityAsync(meter, "add", 5);
        var box = new EntityInstanceId("box", "tally");
        await context.Entities.CallEntityAsync(box, "put", await context.Entities.CallEntityAsync<int>(meter, "get"));
        var sum = await context.Entities.CallEntityAsync<int>(meter, "add", 2);
        var handled = await context.Entities.CallEntityAsync<string>(
            new EntityInstanceId("handler", "h"), "any", "hand");
        try
        {
            await context.Entities.CallEntityAsync(meter, "fail");
            return "did not fail";
        }
        catch (EntityOperationFailedException failed)
        {
            var content = await context.Entities.CallEntityAsync<string>(box, "get");
            return $"{sum} {content} {handled} {failed.FailureDetails.ErrorMessage}";
        }
    }

    public sealed class Meter : TaskEntity<int>
    {
        public Meter(Probe probe) => probe.Say("made with services");

        public int Add(int amount) => State += amount;

        public int Get() => State;

        public void Fail()
        {
            State = 1_000;
            throw new InvalidOperationException("on purpose");
        }
    }

    /// <summary>A state whose methods are the operations.</summary>
    public sealed class Box
    {
        public string? Content { get; set; }

        public void Put(object content) => Content = $"{content}";

        public string? Get() => Content;
    }
}
