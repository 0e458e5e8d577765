using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Tools.Sessions;

/// <summary>
/// Which of its own conversations a tool may go on with: on disk, by run, repository, tool and the name that the
/// workflow gave. The newest are kept.
/// </summary>
internal sealed partial class SessionBook(string path, TimeProvider time)
{
    public const int MaxEntries = 500;

    private readonly Lock gate = new();
    private List<SessionEntry>? entries;

    /// <summary>The tool's id of the conversation that the work names; null when this machine holds none.</summary>
    public string? Find(WorkItem item)
    {
        if (KeyOf(item) is not { } key)
        {
            return null;
        }

        lock (gate)
        {
            return Load_NeedsLock().Find(entry => entry.Key == key)?.Session;
        }
    }

    /// <summary>
    /// Remembers it. An id that could be taken for a flag, or is no id at all, is the tool's fault and left out.
    /// </summary>
    public void Keep(WorkItem item, string? session)
    {
        if (KeyOf(item) is { } key && session is not null && Id().IsMatch(session))
        {
            Replace(key, new SessionEntry(key, session, time.GetUtcNow()));
        }
    }

    /// <summary>The tool does not know it any more.</summary>
    public void Forget(WorkItem item)
    {
        if (KeyOf(item) is { } key)
        {
            Replace(key, null);
        }
    }

    private void Replace(string key, SessionEntry? entry)
    {
        lock (gate)
        {
            var all = Load_NeedsLock();
            all.RemoveAll(known => known.Key == key);
            if (entry is not null)
            {
                all.Add(entry);
            }

            all.RemoveRange(0, Math.Max(0, all.Count - MaxEntries));
            DurableFile.Write(
                path, JsonSerializer.SerializeToUtf8Bytes(all, SessionBookJson.Default.ListSessionEntry));
        }
    }

    private List<SessionEntry> Load_NeedsLock()
    {
        try
        {
            return entries ??= File.Exists(path)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), SessionBookJson.Default.ListSessionEntry) ?? []
                : [];
        }
        catch (JsonException)
        {
            // A lost conversation costs a new one, nothing more.
            return entries = [];
        }
    }

    private static string? KeyOf(WorkItem item) => item.Ai?.Session is { Length: > 0 } name
        ? $"{item.RunId}\n{item.Git?.Repository}\n{item.Tool}\n{name}"
        : null;

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}

/// <summary>A conversation.</summary>
internal sealed record SessionEntry(string Key, string Session, DateTimeOffset At);

/// <summary>How the book is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(List<SessionEntry>))]
internal sealed partial class SessionBookJson : JsonSerializerContext;
