using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Embedded.Hosting;
using Swarm.Embedded.Worker;
using Swarm.Embedded.Worker.Middleware;
using Swarm.Tests.Embedded.Samples;

namespace Swarm.Tests.Embedded.Http;

public sealed class MiddlewareTests
{
    private readonly Probe _probe = new();

    [Fact]
    public async Task The_first_added_is_outermost_and_results_are_written_after_the_last_returned()
    {
        await using var app = await RunningApp.StartAsync([typeof(HttpSamples)], builder =>
        {
            AddServices(builder.Services);
            builder.UseMiddleware<Naming>();
            builder.UseMiddleware(async (context, next) =>
            {
                _probe.Say("second in");
                await next();
                Assert.False(context.GetHttpContext()!.Response.HasStarted);
                Assert.IsType<OkObjectResult>(context.GetInvocationResult().Value);
                _probe.Say("second out");
            });
        });

        var body = await app.Http.GetStringAsync("Whoami");

        Assert.Equal("ada Whoami", body);
        Assert.Equal(["first in", "second in", "second out", "first out"], _probe.Words);
    }

    [Fact]
    public async Task Middleware_may_answer_in_place_of_the_function()
    {
        await using var app = await RunningApp.StartAsync([typeof(HttpSamples)], builder =>
        {
            AddServices(builder.Services);
            builder.UseMiddleware((context, _) =>
            {
                context.GetInvocationResult().Value = new StatusCodeResult(StatusCodes.Status401Unauthorized);
                return Task.CompletedTask;
            });
        });

        var response = await app.Http.GetAsync("Fails");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Middleware_sees_what_the_function_throws_and_what_cannot_be_bound()
    {
        await using var app = await RunningApp.StartAsync([typeof(HttpSamples)], builder =>
        {
            AddServices(builder.Services);
            builder.UseMiddleware(async (context, next) =>
            {
                try
                {
                    await next();
                }
                catch (Exception exception)
                {
                    context.GetInvocationResult().Value =
                        new ObjectResult(exception.GetType().Name) { StatusCode = 400 };
                }
            });
        });

        var failed = await app.Http.GetAsync("Fails");
        var unbound = await app.Http.GetAsync("items/7/noguid");

        Assert.Equal("InvalidOperationException", await failed.Content.ReadAsStringAsync());
        Assert.Equal("FunctionInputConverterException", await unbound.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Middleware_with_a_predicate_runs_where_it_holds()
    {
        await using var app = await RunningApp.StartAsync([typeof(HttpSamples)], builder =>
        {
            AddServices(builder.Services);
            builder.UseWhen<Naming>(context => context.FunctionDefinition.Name == "Whoami");
        });

        await app.Http.GetStringAsync("minimal");
        await app.Http.GetStringAsync("Whoami");

        Assert.Equal(["first in", "first out"], _probe.Words);
    }

    private void AddServices(IServiceCollection services) =>
        services.AddSingleton(_probe).AddScoped<HttpSamples.PerRequest>();

    private sealed class Naming(Probe probe) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            probe.Say("first in");
            context.Items["user"] = "ada";
            await next(context);
            probe.Say("first out");
        }
    }
}
