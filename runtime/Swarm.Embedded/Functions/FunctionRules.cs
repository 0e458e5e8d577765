using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Embedded.Durable;
using Swarm.Embedded.Worker;
using Swarm.Embedded.Worker.Converters;
using Swarm.Embedded.Worker.Extensions.Abstractions;

namespace Swarm.Embedded.Functions;

/// <summary>What a function must be like.</summary>
internal static class FunctionRules
{
    private const int NameMaxChars = 128;

    private static readonly string[] ReservedRoutes = ["admin", "runtime"];

    public static IEnumerable<string> Problems(MethodInfo method, string name) =>
        MethodProblems(method, name).Concat(TriggerProblems(method)).Concat(BindingProblems(method));

    /// <summary>Functions that are fine alone and not together.</summary>
    public static IEnumerable<string> Conflicts(IReadOnlyList<FunctionDescriptor> functions)
    {
        foreach (var group in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (group.Count() > 1)
            {
                yield return $"The name '{group.Key}' is given to {Names(group)}; each function needs its own.";
            }
        }

        var entities = functions
            .Where(function => function.Kind == TriggerKind.Entity)
            .GroupBy(FunctionEntity.NameOf, StringComparer.OrdinalIgnoreCase);
        foreach (var group in entities.Where(group => group.Count() > 1))
        {
            yield return $"The entity '{group.Key}' is run by {Names(group)}; only one can.";
        }

        var routes = functions
            .Where(function => function.Kind == TriggerKind.Http)
            .SelectMany(function => Methods(function).Select(method => (Function: function, Method: method)))
            .GroupBy(
                item => $"{item.Method.ToUpperInvariant()} {RouteOf(item.Function).Trim('/')}",
                StringComparer.OrdinalIgnoreCase);
        foreach (var group in routes.Where(group => group.Count() > 1))
        {
            yield return $"'{group.Key}' is served by {Names(group.Select(item => item.Function))}; only one can.";
        }
    }

    public static string RouteOf(FunctionDescriptor function) =>
        ((HttpTriggerAttribute)function.Trigger).Route ?? function.Name;

    private static IEnumerable<string> MethodProblems(MethodInfo method, string name)
    {
        if (!method.IsPublic)
        {
            yield return "the method must be public.";
        }

        if (method.DeclaringType is { IsVisible: false })
        {
            yield return "the class must be public, and so must the classes around it.";
        }

        if (method.DeclaringType is { IsAbstract: true } && !method.IsStatic)
        {
            yield return "the class is abstract, so the host cannot make one.";
        }

        if (method.ContainsGenericParameters)
        {
            yield return "neither the method nor its class can be generic.";
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            yield return "the method is 'async void', so nobody can wait for its end; let it return a Task.";
        }

        if (name.Length is 0 or > NameMaxChars || !char.IsAsciiLetter(name[0])
            || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'))
        {
            yield return $"the name '{name}' must be a letter and up to {NameMaxChars - 1} letters, digits, - and _.";
        }
    }

    private static IEnumerable<string> TriggerProblems(MethodInfo method)
    {
        var triggers = method.GetParameters()
            .Where(parameter => parameter.IsDefined(typeof(TriggerBindingAttribute)))
            .ToArray();
        if (triggers.Length != 1)
        {
            return [$"a function has one trigger, this has {triggers.Length}."];
        }

        var type = triggers[0].ParameterType;
        return triggers[0].GetCustomAttribute<TriggerBindingAttribute>() switch
        {
            HttpTriggerAttribute http => HttpProblems(triggers[0], http, method),
            TimerTriggerAttribute when type != typeof(TimerInfo) => ["the timer trigger belongs on a TimerInfo."],
            OrchestrationTriggerAttribute when type != typeof(TaskOrchestrationContext) =>
                ["the orchestration trigger belongs on a TaskOrchestrationContext."],
            EntityTriggerAttribute when type != typeof(TaskEntityDispatcher) =>
                ["the entity trigger belongs on a TaskEntityDispatcher."],
            EntityTriggerAttribute { EntityName: { } name } when name.Length == 0 || name.Contains('@') =>
                [$"'{name}' is no name of an entity: it cannot be empty or have an '@'."],
            TimerTriggerAttribute or OrchestrationTriggerAttribute or ActivityTriggerAttribute
                or EntityTriggerAttribute => [],
            var other => [$"the embedded host knows no {other!.GetType().Name}."],
        };
    }

    private static IEnumerable<string> HttpProblems(
        ParameterInfo parameter, HttpTriggerAttribute trigger, MethodInfo method)
    {
        if (trigger.AuthLevel != AuthorizationLevel.Anonymous)
        {
            yield return $"the level {trigger.AuthLevel} needs keys of the host, which the embedded host does not have "
                + "yet; use AuthorizationLevel.Anonymous and authenticate in middleware.";
        }

        if (parameter.ParameterType != typeof(HttpRequest) && !parameter.IsDefined(typeof(InputConverterAttribute)))
        {
            yield return "the HTTP trigger belongs on an HttpRequest, or on a parameter with [FromBody].";
        }

        var route = trigger.Route ?? method.GetCustomAttribute<FunctionAttribute>()!.Name;
        if (ReservedRoutes.Contains(route.TrimStart('/').Split('/')[0], StringComparer.OrdinalIgnoreCase))
        {
            yield return $"the route '{route}' begins with what is the host's own: admin and runtime.";
        }

        if (!IsRoute(route, out var error))
        {
            yield return $"the route '{route}' cannot be read: {error}";
        }
    }

    private static IEnumerable<string> BindingProblems(MethodInfo method)
    {
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.ParameterType.IsByRef)
            {
                yield return $"the parameter '{parameter.Name}' is ref, in or out, which the host cannot fill.";
            }

            var isClient = parameter.IsDefined(typeof(DurableClientAttribute));
            if (isClient != (parameter.ParameterType == typeof(DurableTaskClient)))
            {
                yield return $"the parameter '{parameter.Name}': [DurableClient] and DurableTaskClient go together.";
            }

            var converter = parameter.GetCustomAttribute<InputConverterAttribute>()?.ConverterType;
            if (converter is not null && !converter.IsAssignableTo(typeof(IInputConverter)))
            {
                yield return $"the parameter '{parameter.Name}': {converter.Name} is no IInputConverter.";
            }
        }
    }

    private static bool IsRoute(string route, out string error)
    {
        try
        {
            RoutePatternFactory.Parse(route);
            error = string.Empty;
            return true;
        }
        catch (RoutePatternException exception)
        {
            error = exception.Message;
            return false;
        }
    }

    private static string[] Methods(FunctionDescriptor function) =>
        ((HttpTriggerAttribute)function.Trigger).Methods is { Length: > 0 } methods ? methods : ["any"];

    private static string Names(IEnumerable<FunctionDescriptor> functions) =>
        string.Join(" and ", functions.Select(function => function.EntryPoint));
}
