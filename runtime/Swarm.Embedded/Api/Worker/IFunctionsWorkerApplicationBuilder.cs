using Microsoft.Extensions.DependencyInjection;
using Swarm.Embedded.Worker.Middleware;

namespace Swarm.Embedded.Worker;

/// <summary>Puts the app's services and middleware together.</summary>
public interface IFunctionsWorkerApplicationBuilder
{
    /// <summary>The services of the app.</summary>
    IServiceCollection Services { get; }

    /// <summary>Adds middleware around all invocations; the first added is the outermost.</summary>
    IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware);
}
