using System.Collections.Frozen;
using System.Reflection;

namespace Swarm.Functions.Security;

/// <summary>
/// Which roles may call which HTTP function. An app with a function that does not say so does not start.
/// </summary>
public sealed class FunctionRoles
{
    private readonly FrozenDictionary<string, FrozenSet<Role>> _byFunction;

    private FunctionRoles(FrozenDictionary<string, FrozenSet<Role>> byFunction) => _byFunction = byFunction;

    /// <summary>Reads the attributes of all HTTP functions of an assembly.</summary>
    /// <exception cref="InvalidOperationException">Functions without roles; the message names every one.</exception>
    public static FunctionRoles Of(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return Of(assembly.GetExportedTypes());
    }

    internal static FunctionRoles Of(IEnumerable<Type> types)
    {
        var methods = types
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(IsHttpFunction)
            .ToList();
        var silent = methods.Where(method => RolesOf(method) is not { Length: > 0 }).Select(FullName).Order().ToList();
        if (silent.Count > 0)
        {
            throw new InvalidOperationException(
                "These HTTP functions do not say who may call them; give them [Roles(…)]: "
                + $"{string.Join(", ", silent)}.");
        }

        return new FunctionRoles(methods.ToFrozenDictionary(
            method => method.GetCustomAttribute<FunctionAttribute>()!.Name,
            method => RolesOf(method)!.ToFrozenSet(),
            StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Whether <paramref name="role"/> may call the function; one that is not known may not be called at all.
    /// </summary>
    public bool Allows(string function, Role role) =>
        _byFunction.TryGetValue(function, out var roles) && (roles.Contains(Role.Anonymous) || roles.Contains(role));

    private static bool IsHttpFunction(MethodInfo method) =>
        method.IsDefined(typeof(FunctionAttribute))
        && method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)));

    private static Role[]? RolesOf(MethodInfo method) =>
        (method.GetCustomAttribute<RolesAttribute>()
            ?? method.DeclaringType!.GetCustomAttribute<RolesAttribute>())?.Roles;

    private static string FullName(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
