using System.Reflection;
using Swarm.Functions.Security;

namespace Swarm.Tests.Architecture.Triggers;

/// <summary>What the real Functions host demands of triggers, and what we demand.</summary>
internal static class TriggerRules
{
    private static readonly string[] ReservedRoutes = ["admin", "runtime"];

    /// <summary>The generator of the real packages leaves out what it cannot call, without a word.</summary>
    public static IEnumerable<string> Visible(IEnumerable<Trigger> triggers) =>
        from trigger in triggers
        where !trigger.Method.IsPublic || !trigger.Method.DeclaringType!.IsVisible
        select $"{trigger.Where}: a trigger and its class must be public.";

    public static IEnumerable<string> NamedOnce(IEnumerable<Trigger> triggers) =>
        from same in triggers.GroupBy(trigger => trigger.Function, StringComparer.OrdinalIgnoreCase)
        where same.Count() > 1
        select $"{same.Key}: is the name of {string.Join(" and ", same.Select(trigger => trigger.Where))}.";

    public static IEnumerable<string> SayWhoMayCall(IEnumerable<Trigger> triggers) =>
        from trigger in triggers
        where trigger.Http is not null
            && trigger.Method.GetCustomAttribute<RolesAttribute>() is null
            && trigger.Method.DeclaringType!.GetCustomAttribute<RolesAttribute>() is null
        select $"{trigger.Where}: neither it nor its class has [Roles].";

    public static IEnumerable<string> Routed(IEnumerable<Trigger> triggers)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var trigger in triggers.Where(trigger => trigger.Http is not null))
        {
            var route = trigger.Http!.Route;
            if (string.IsNullOrEmpty(route) || route.StartsWith('/') || trigger.Http.Methods is not { Length: > 0 })
            {
                yield return $"{trigger.Where}: needs its methods and a route that does not begin with a slash.";
                continue;
            }

            if (ReservedRoutes.Contains(route.Split('/')[0], StringComparer.OrdinalIgnoreCase))
            {
                yield return $"{trigger.Where}: the route {route} belongs to the host.";
            }

            foreach (var method in trigger.Http.Methods.Where(method => !seen.Add($"{method} {route}")))
            {
                yield return $"{trigger.Where}: {method} {route} is taken.";
            }
        }
    }
}
