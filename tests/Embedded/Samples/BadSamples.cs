using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Swarm.Durable;
using Swarm.Embedded.Worker;

namespace Swarm.Tests.Embedded.Samples;

/// <summary>Functions that no host starts with, a class for each fault.</summary>
public static class BadSamples
{
    public sealed class NotPublic
    {
        [Function("F")]
        internal static IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
            new OkObjectResult(request.Path);
    }

    internal sealed class ClassNotPublic
    {
        [Function("F")]
        public static IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
            new OkObjectResult(request.Path);
    }

    public sealed class NoTrigger
    {
        [Function("F")]
        public static int Run(string text) => text.Length;
    }

    public sealed class TwoTriggers
    {
        [Function("F")]
        public static string Run([ActivityTrigger] string one, [ActivityTrigger] string two) => one + two;
    }

    public sealed class BadName
    {
        [Function("9 lives")]
        public static string Run([ActivityTrigger] string input) => input;
    }

    public sealed class SameNames
    {
        [Function("Twin")]
        public static string One([ActivityTrigger] string input) => input;

        [Function("twin")]
        public static string Two([ActivityTrigger] string input) => input;
    }

    public sealed class SameRoutes
    {
        [Function("One")]
        public static IActionResult One(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "same")] HttpRequest request) =>
            new OkObjectResult(request.Path);

        [Function("Two")]
        public static IActionResult Two(
            [HttpTrigger(AuthorizationLevel.Anonymous, "GET", Route = "/Same")] HttpRequest request) =>
            new OkObjectResult(request.Path);
    }

    public sealed class NeedsKey
    {
        [Function("F")]
        public static IActionResult Run([HttpTrigger(AuthorizationLevel.Function)] HttpRequest request) =>
            new OkObjectResult(request.Path);
    }

    public sealed class ReservedRoute
    {
        [Function("F")]
        public static IActionResult Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "admin/things")] HttpRequest request) =>
            new OkObjectResult(request.Path);
    }

    public sealed class BrokenRoute
    {
        [Function("F")]
        public static IActionResult Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "a/{b")] HttpRequest request) =>
            new OkObjectResult(request.Path);
    }

    public sealed class WrongRequestType
    {
        [Function("F")]
        public static IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] string request) =>
            new OkObjectResult(request);
    }

    public sealed class WrongContextType
    {
        [Function("F")]
        public static string Run([OrchestrationTrigger] string context) => context;
    }

    public sealed class WrongDispatcherType
    {
        [Function("F")]
        public static Task Run([EntityTrigger] string dispatcher) => Task.FromResult(dispatcher);
    }

    public sealed class WrongEntityName
    {
        [Function("F")]
        public static Task Run([EntityTrigger(EntityName = "a@b")] TaskEntityDispatcher dispatcher) =>
            dispatcher.DispatchAsync<int>();
    }

    public sealed class SameEntities
    {
        [Function("F")]
        public static Task Run([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<int>();

        [Function("G")]
        public static Task RunToo([EntityTrigger(EntityName = "f")] TaskEntityDispatcher dispatcher) =>
            dispatcher.DispatchAsync<int>();
    }

    public sealed class WrongTimerType
    {
        [Function("F")]
        public static string Run([TimerTrigger("0 * * * * *")] string timer) => timer;
    }

    public sealed class WrongClientType
    {
        [Function("F")]
        public static string Run(
            [OrchestrationTrigger] TaskOrchestrationContext context, [DurableClient] string client) =>
            context.InstanceId + client;
    }

    public sealed class WrongSchedule
    {
        [Function("F")]
        public static bool Run([TimerTrigger("every day")] TimerInfo timer) => timer.IsPastDue;
    }

    public sealed class UnknownSetting
    {
        [Function("F")]
        public static bool Run([TimerTrigger("%NoSuchSetting%")] TimerInfo timer) => timer.IsPastDue;
    }
}
