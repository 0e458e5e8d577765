using System.Reflection.Emit;

namespace Swarm.Tests.Architecture.Orchestrations;

/// <summary>
/// What an orchestrator must not touch: it is run again from its history, and then it must ask the same things in the
/// same order. STYLE.md rule 13.
/// </summary>
internal static class Determinism
{
    /// <summary>Where new ids are made, from the clock and from chance.</summary>
    public const string Ids = "Swarm.Core.Ids.UlidGenerator";

    // A type without members is forbidden as a whole.
    private static readonly Dictionary<string, string[]> Forbidden = new(StringComparer.Ordinal)
    {
        [Ids] = [],
        ["System.DateTime"] = ["get_Now", "get_UtcNow", "get_Today"],
        ["System.DateTimeOffset"] = ["get_Now", "get_UtcNow"],
        ["System.TimeProvider"] = [],
        ["System.Diagnostics.Stopwatch"] = [],
        ["System.Diagnostics.Process"] = [],
        ["System.Guid"] = ["NewGuid", "CreateVersion7"],
        ["System.Random"] = [],
        ["System.Security.Cryptography.RandomNumberGenerator"] = [],
        ["System.Environment"] = [],
        ["System.AppContext"] = [],
        ["System.Console"] = [],
        ["System.IO.File"] = [],
        ["System.IO.FileInfo"] = [],
        ["System.IO.FileStream"] = [],
        ["System.IO.Directory"] = [],
        ["System.IO.DirectoryInfo"] = [],
        ["System.IO.Path"] = ["GetTempPath", "GetTempFileName", "GetRandomFileName", "GetFullPath"],
        ["System.Threading.Tasks.Task"] =
            ["Run", "Delay", "get_Factory", "ContinueWith", "ConfigureAwait", "Yield", "Wait"],
        ["System.Threading.Tasks.Task`1"] = ["ContinueWith", "ConfigureAwait", "Wait", "get_Factory"],
        ["System.Threading.Tasks.ValueTask"] = ["ConfigureAwait"],
        ["System.Threading.Tasks.ValueTask`1"] = ["ConfigureAwait"],
        ["System.Threading.Tasks.TaskFactory"] = [],
        ["System.Threading.Tasks.Parallel"] = [],
        ["System.Threading.Thread"] = [],
        ["System.Threading.ThreadPool"] = [],
        ["System.Threading.Timer"] = [],
        ["System.Threading.PeriodicTimer"] = [],
        ["System.Threading.SemaphoreSlim"] = [],
        ["System.Threading.Monitor"] = [],
        ["System.Threading.Lock"] = [],
        // CancelAsync ends timers on another thread, which the engine takes for foreign work.
        ["System.Threading.CancellationTokenSource"] = ["CancelAfter", "CancelAsync"],
    };

    // Input and output of any kind, and the stores: an activity does that.
    private static readonly string[] ForbiddenNamespaces =
    [
        "System.Net", "System.Data", "Microsoft.AspNetCore", "Microsoft.Extensions.Configuration",
        "Azure", "Swarm.Embedded.Tables", "Swarm.Durable.Client", "Swarm.Functions.Storage",
    ];

    public static IEnumerable<string> Offences(string assembly, Func<string, bool> isWanted) => MethodBodies
        .Uses(assembly, isWanted)
        .Where(IsForbidden)
        .Select(use => $"{use}; an orchestrator gets it from its context or from an activity.")
        .Concat(MethodBodies.MutableStatics(assembly, isWanted)
            .Select(field => $"{field} is a static field that can change."))
        .Distinct();

    private static bool IsForbidden(MemberUse use)
    {
        // The compiler asks for the thread in every iterator, and throws away what it hears on a replay.
        if (use is { Type: "System.Environment", Member: "get_CurrentManagedThreadId" })
        {
            return false;
        }

        if (Forbidden.TryGetValue(use.Type, out var members) && (members.Length == 0 || members.Contains(use.Member)))
        {
            return true;
        }

        return use.Code != OpCodes.Ldtoken
            && ForbiddenNamespaces.Any(space => use.Type.StartsWith(space + ".", StringComparison.Ordinal));
    }
}
