using System.Diagnostics;
using Swarm.Embedded.Worker;

namespace Swarm.Embedded.Invocations;

/// <summary>The context of an invocation on this host.</summary>
internal sealed class EmbeddedFunctionContext : FunctionContext
{
    private string? _invocationId;

    public EmbeddedFunctionContext(Invocation invocation)
    {
        InstanceServices = invocation.Services;
        FunctionDefinition = invocation.Function.Definition;
        BindingContext = new InvocationBindingData(invocation.BindingData);
        CancellationToken = invocation.Cancellation;
        Features.Set(invocation);
        Features.Set(Outcome);
    }

    public InvocationOutcome Outcome { get; } = new();

    /// <summary>Made when somebody asks for it: most calls end without it.</summary>
    public override string InvocationId => _invocationId ??= Guid.NewGuid().ToString();

    public override string FunctionId => FunctionDefinition.Id;

    public override TraceContext TraceContext { get; } = new AmbientTrace(Activity.Current);

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext { get; } = new NoRetry();

    public override IServiceProvider InstanceServices { get; set; }

    public override FunctionDefinition FunctionDefinition { get; }

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken { get; }

    private sealed class InvocationBindingData(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class AmbientTrace(Activity? activity) : TraceContext
    {
        public override string TraceParent => activity?.Id ?? string.Empty;

        public override string TraceState => activity?.TraceStateString ?? string.Empty;
    }

    private sealed class NoRetry : RetryContext
    {
        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }
}
