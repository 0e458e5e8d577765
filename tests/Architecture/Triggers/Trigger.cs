using System.Reflection;
using Swarm.Embedded.Worker;

namespace Swarm.Tests.Architecture.Triggers;

/// <summary>A method of the app that the host calls.</summary>
internal sealed record Trigger(MethodInfo Method, string Function)
{
    /// <summary>Every trigger of the app.</summary>
    public static IReadOnlyList<Trigger> All { get; } = [.. In(Assembly.Load("Swarm.Functions").GetTypes())];

    public HttpTriggerAttribute? Http => Method.GetParameters()
        .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
        .FirstOrDefault(attribute => attribute is not null);

    public string Where => $"{Method.DeclaringType}.{Method.Name}";

    public static IEnumerable<Trigger> In(IEnumerable<Type> types) =>
        from type in types
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
            | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        select new Trigger(method, function.Name);
}
