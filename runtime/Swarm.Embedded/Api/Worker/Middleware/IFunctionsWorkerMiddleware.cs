namespace Swarm.Embedded.Worker.Middleware;

/// <summary>Runs around every invocation.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Runs around one invocation and calls <paramref name="next"/> unless it ends it itself.</summary>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
