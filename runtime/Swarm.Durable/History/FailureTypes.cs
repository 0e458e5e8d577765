using System.Collections.Concurrent;

namespace Swarm.Durable.History;

/// <summary>
/// Names of exception types as history records them. The mirrored types are recorded under the names that they have on
/// the other host, so that code which reads <see cref="TaskFailureDetails.ErrorType"/> sees the same on both.
/// </summary>
internal static class FailureTypes
{
    internal const string ActivityNotFound = "ActivityTaskNotFound";
    internal const string OrchestratorNotFound = "OrchestratorTaskNotFound";
    internal const string EntityNotFound = "EntityTaskNotFound";

    internal const string VersionMismatch = "VersionMismatch";

    internal const string Terminated = "OrchestrationTerminated";

    private const string OurPrefix = "Swarm.Durable.";
    private const string TheirPrefix = "Microsoft.DurableTask.";
    private const int MaxCachedTypes = 1_000;

    private static readonly ConcurrentDictionary<string, Type?> Found = new();

    internal static string NameOf(Type type)
    {
        string name = type.FullName ?? type.Name;
        return type.Assembly == typeof(FailureTypes).Assembly
            && type.Namespace is "Swarm.Durable" or "Swarm.Durable.Entities"
            ? TheirPrefix + name[OurPrefix.Length..]
            : name;
    }

    /// <summary>The type of this recorded name, or null if no loaded assembly has it.</summary>
    internal static Type? Find(string recordedName)
    {
        if (Found.TryGetValue(recordedName, out Type? known))
        {
            return known;
        }

        Type? type = Search(recordedName);

        // Failures name types of the user's code; a bound keeps made-up names from filling memory.
        if (Found.Count < MaxCachedTypes)
        {
            Found[recordedName] = type;
        }

        return type;
    }

    private static Type? Search(string recordedName)
    {
        if (recordedName.StartsWith(TheirPrefix, StringComparison.Ordinal)
            && typeof(FailureTypes).Assembly.GetType(OurPrefix + recordedName[TheirPrefix.Length..]) is { } ours)
        {
            return ours;
        }

        foreach (System.Reflection.Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.GetType(recordedName) is { } type && typeof(Exception).IsAssignableFrom(type))
            {
                return type;
            }
        }

        return null;
    }
}
