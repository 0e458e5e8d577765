using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Swarm.Embedded.Invocations;

namespace Swarm.Embedded.Startup;

/// <summary>Puts the services of the host together; the app's own come on top.</summary>
internal static class HostComposition
{
    public static WebApplicationBuilder CreateBuilder(string[] args) => WebApplication.CreateSlimBuilder(args);

    public static void AddServices(WebApplicationBuilder web, MiddlewareChain middleware)
    {
        web.Services.TryAddSingleton(TimeProvider.System);
        web.Services.AddSingleton(middleware);
    }

    public static IHost Build(WebApplicationBuilder web) => web.Build();
}
