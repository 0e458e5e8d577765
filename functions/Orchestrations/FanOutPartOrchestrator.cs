namespace Swarm.Functions.Orchestrations;

/// <summary>A part of a list that is too long for one orchestration.</summary>
public static class FanOutPartOrchestrator
{
    [Function(nameof(FanOutPartOrchestrator))]
    public static Task<FanOutResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var cancel = context.WaitForExternalEvent<string?>(OrchestrationEvents.Cancel);
        return new FanOutWalk(context, context.GetInput<FanOutPart>()!, cancel).WalkAsync();
    }
}
