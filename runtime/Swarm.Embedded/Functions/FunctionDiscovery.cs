using System.Reflection;
using Swarm.Embedded.Worker;
using Swarm.Embedded.Worker.Extensions.Abstractions;

namespace Swarm.Embedded.Functions;

/// <summary>Finds the functions of an app, and refuses those that Microsoft's generator would refuse.</summary>
internal static class FunctionDiscovery
{
    private const BindingFlags AllMethods =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    /// <summary>The functions of the given classes, by name.</summary>
    /// <exception cref="InvalidFunctionsException">One function or more are refused.</exception>
    public static IReadOnlyList<FunctionDescriptor> Find(IEnumerable<Type> types)
    {
        var functions = new List<FunctionDescriptor>();
        var problems = new List<string>();
        foreach (var method in types.SelectMany(type => type.GetMethods(AllMethods)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } attribute)
            {
                continue;
            }

            var found = FunctionRules.Problems(method, attribute.Name).ToArray();
            problems.AddRange(found.Select(problem => $"{FunctionDescriptor.EntryPointOf(method)}: {problem}"));
            if (found.Length == 0)
            {
                functions.Add(Describe(method, attribute.Name));
            }
        }

        problems.AddRange(FunctionRules.Conflicts(functions));
        return problems.Count == 0
            ? [.. functions.OrderBy(function => function.Name, StringComparer.Ordinal)]
            : throw new InvalidFunctionsException(problems);
    }

    private static FunctionDescriptor Describe(MethodInfo method, string name)
    {
        var parameter = method.GetParameters()
            .Single(parameter => parameter.IsDefined(typeof(TriggerBindingAttribute)));
        var trigger = parameter.GetCustomAttribute<TriggerBindingAttribute>()!;
        var kind = trigger switch
        {
            HttpTriggerAttribute => TriggerKind.Http,
            TimerTriggerAttribute => TriggerKind.Timer,
            OrchestrationTriggerAttribute => TriggerKind.Orchestration,
            EntityTriggerAttribute => TriggerKind.Entity,
            _ => TriggerKind.Activity,
        };
        return new FunctionDescriptor(name, method, parameter, trigger, kind);
    }
}
