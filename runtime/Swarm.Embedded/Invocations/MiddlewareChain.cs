using Swarm.Embedded.Worker.Middleware;

namespace Swarm.Embedded.Invocations;

/// <summary>The app's middleware, the first added outermost.</summary>
internal sealed class MiddlewareChain
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _links = [];

    public void Add(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> link)
    {
        ArgumentNullException.ThrowIfNull(link);
        _links.Add(link);
    }

    /// <summary>All middleware around <paramref name="end"/>.</summary>
    public FunctionExecutionDelegate Around(FunctionExecutionDelegate end) =>
        Enumerable.Reverse(_links).Aggregate(end, (next, link) => link(next));
}
