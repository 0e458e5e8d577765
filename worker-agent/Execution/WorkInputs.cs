using System.Text.Json;
using Swarm.Contracts.Content;
using Swarm.Contracts.Json;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Execution;

/// <summary>
/// Gets a work item ready for its tool: fetches what travels by reference, and puts each input into a file beside the
/// working folder, whose path is in <c>SWARM_INPUT_{NAME}_FILE</c>. A small input is in <c>SWARM_INPUT_{NAME}</c> as
/// well; a large one no environment could hold.
/// </summary>
internal sealed class WorkInputs(ContentClient content, Patience patience)
{
    public const string FileSuffix = "_FILE";

    /// <summary>The longest text that goes into an environment variable, in bytes.</summary>
    public const int VariableMaxBytes = 64 * 1024;

    private const string Prefix = "SWARM_INPUT_";
    private const int MaxTries = 50;

    /// <summary>The work item with all that it asks for, to be judged before anything is touched.</summary>
    /// <exception cref="ControlPlaneException">The control plane does not have what it refers to.</exception>
    public async Task<WorkItem> UnpackAsync(WorkItem item, CancellationToken cancellation) =>
        WorkDirectives.Apply(
            item.Payload is { } payload ? Unpack(item, await FetchAsync(payload, cancellation)) : item);

    /// <summary>The work item as its tool gets it, with its inputs in files.</summary>
    /// <exception cref="ControlPlaneException">The control plane does not have what it refers to.</exception>
    public async Task<WorkItem> FetchAsync(WorkItem item, WorkFolder folder, CancellationToken cancellation)
    {
        var environment = item.Shell?.Environment ?? item.Ai?.Environment;
        if (environment is null)
        {
            return item;
        }

        var variables = new Dictionary<string, string>(environment);
        foreach (var (name, value) in environment.Where(variable => IsInput(variable.Key)))
        {
            var path = PathOf(folder, name);
            await File.WriteAllTextAsync(path, value, cancellation);
            variables[name + FileSuffix] = path;
        }

        foreach (var (name, reference) in item.Inputs)
        {
            var path = PathOf(folder, name);
            await FetchAsync(reference, path, cancellation);
            variables[name + FileSuffix] = path;
            if (reference.Size <= VariableMaxBytes)
            {
                variables[name] = await File.ReadAllTextAsync(path, cancellation);
            }
        }

        return item with
        {
            Shell = item.Shell is { } shell ? shell with { Environment = variables } : null,
            Ai = item.Ai is { } ai ? ai with { Environment = variables } : null,
        };
    }

    /// <summary>The files with a work item's inputs, by name, once they were fetched.</summary>
    public static IReadOnlyDictionary<string, string> FilesOf(WorkItem item) =>
        (item.Shell?.Environment ?? item.Ai?.Environment ?? new Dictionary<string, string>())
            .Where(variable => IsInput(variable.Key) && variable.Key.EndsWith(FileSuffix, StringComparison.Ordinal))
            .ToDictionary(variable => variable.Key[Prefix.Length..^FileSuffix.Length], variable => variable.Value);

    private static bool IsInput(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.IndexOfAny(['/', '\\', '\0', '=']) < 0;

    private static string PathOf(WorkFolder folder, string name)
    {
        Directory.CreateDirectory(folder.Inputs);
        return Path.Combine(folder.Inputs, SafeName.Of(name));
    }

    private static WorkItem Unpack(WorkItem item, byte[] json)
    {
        var payload = JsonSerializer.Deserialize(json, SwarmJsonContext.Default.WorkPayload);
        var git = payload?.CommitMessage is { } message && item.Git is { } work
            ? work with { CommitMessage = message }
            : item.Git;
        return item with { Shell = payload?.Shell, Ai = payload?.Ai, Git = git };
    }

    private Task<byte[]> FetchAsync(ContentReference reference, CancellationToken cancellation) =>
        CallAsync(
            async () =>
            {
                using var value = new MemoryStream();
                await content.FetchAsync(reference, value, cancellation);
                return value.ToArray();
            },
            cancellation);

    private Task<bool> FetchAsync(ContentReference reference, string path, CancellationToken cancellation) =>
        CallAsync(
            async () =>
            {
                await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
                await content.FetchAsync(reference, file, cancellation);
                return true;
            },
            cancellation);

    /// <summary>Waits for a control plane that is away, but not for ever for one that sends what is damaged.</summary>
    private Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        var tries = 0;
        return patience.CallAsync("content", call, cancellation, e => e.IsTransient && ++tries < MaxTries);
    }
}
