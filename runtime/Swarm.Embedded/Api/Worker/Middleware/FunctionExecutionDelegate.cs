namespace Swarm.Embedded.Worker.Middleware;

/// <summary>The rest of the pipeline, seen from a middleware.</summary>
public delegate Task FunctionExecutionDelegate(FunctionContext context);
