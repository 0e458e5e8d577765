using System.Reflection;
using System.Text.Json;
using Swarm.Contracts;
using Swarm.Embedded.Worker;
using Swarm.Functions.Security;
using Swarm.Tests.Architecture.Sources;

namespace Swarm.Tests.Architecture.Triggers;

public sealed class TriggerTests
{
    /// <summary>The one route outside the contract: it answers for whatever has no other.</summary>
    private const string EveryOther = "api/{*rest}";

    [Fact]
    public void Triggers_and_their_classes_are_public() => Gate.Hold(TriggerRules.Visible(Trigger.All));

    [Fact]
    public void Every_function_has_a_name_of_its_own() => Gate.Hold(TriggerRules.NamedOnce(Trigger.All));

    [Fact]
    public void Every_endpoint_says_who_may_call_it() => Gate.Hold(TriggerRules.SayWhoMayCall(Trigger.All));

    [Fact]
    public void Every_endpoint_has_a_route_of_its_own() => Gate.Hold(TriggerRules.Routed(Trigger.All));

    [Fact]
    public void Orchestrators_and_activities_are_methods() => Gate.Hold(
        from type in Assembly.Load("Swarm.Functions").GetTypes()
        where typeof(Durable.ITaskOrchestrator).IsAssignableFrom(type)
            || typeof(Durable.ITaskActivity).IsAssignableFrom(type)
        select $"{type}: write it as a method with a trigger; the real host starts no other.");

    [Fact]
    public void Every_address_of_the_contract_has_an_endpoint()
    {
        var addresses = typeof(ApiRoutes).GetFields().Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!).ToList();

        var routes = Trigger.All.Select(trigger => trigger.Http?.Route).OfType<string>().Distinct().ToList();

        Assert.Empty(addresses.Except(routes));
        Assert.Equal([EveryOther], routes.Except(addresses));
    }

    [Fact]
    public void The_host_puts_nothing_before_the_routes()
    {
        using var settings = JsonDocument.Parse(
            File.ReadAllText(RepositoryRoot.Resolve("host.json")),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });

        var prefix = settings.RootElement.GetProperty("extensions")
            .GetProperty("http")
            .GetProperty("routePrefix")
            .GetString();

        Assert.Equal("", prefix);
    }

    [Fact]
    public void Offences_are_seen()
    {
        var triggers = Trigger.In([typeof(HiddenTriggers)]).ToList();

        Assert.Equal(3, TriggerRules.Visible(triggers).Count());
        Assert.StartsWith(
            "sample: is the name of", Assert.Single(TriggerRules.NamedOnce(triggers)), StringComparison.Ordinal);
        Assert.Contains("First", Assert.Single(TriggerRules.SayWhoMayCall(triggers)), StringComparison.Ordinal);
        Assert.Equal(
            [
                "needs its methods",
                "the route admin/keys belongs to the host",
                "the route admin/keys belongs to the host",
                "get admin/keys is taken",
            ],
            TriggerRules.Routed(triggers).Select(offence => offence.Split(": ")[1].Split(" and a ")[0].TrimEnd('.')));
    }

    private static class HiddenTriggers
    {
        [Function("sample")]
        public static void First([HttpTrigger(AuthorizationLevel.Anonymous)] object request) => _ = request;

        [Function("Sample")]
        [Roles(Role.Admin)]
        public static void Second(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "admin/keys")] object request) => _ = request;

        [Function("other")]
        [Roles(Role.Admin)]
        internal static void Third(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "admin/keys")] object request) => _ = request;
    }
}
