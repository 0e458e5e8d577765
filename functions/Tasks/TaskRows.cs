using Azure;
using Swarm.Contracts.Tasks;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Tasks;

/// <summary>The rows of the table Tasks.</summary>
internal static class TaskRows
{
    /// <summary>The task itself, in the partition that its id names.</summary>
    public const string Head = "head";

    public const string VersionPrefix = "v";

    /// <summary>Orchestrations that want to know when the task ends.</summary>
    public const string WaiterPrefix = "waiter:";

    /// <summary>The partition of the templates of the user's own.</summary>
    public const string Templates = "templates";

    /// <summary>The partition of all relations, so that both ends of one change together.</summary>
    public const string Relations = "relations";

    /// <summary>Changed with every relation, so that no two changes together make a circle.</summary>
    public const string RelationsHead = "head";

    public static string Version(int version) => $"{VersionPrefix}{version:D6}";

    public static string Relation(string task, TaskRelationKind kind, string other) =>
        $"{RelationPrefix(task, kind)}{other}";

    public static string RelationPrefix(string task, TaskRelationKind kind) => $"{task}:{kind}:";

    public static string RelationPrefix(string task) => $"{task}:";

    /// <summary>The relation that a row's key tells.</summary>
    public static TaskRelation ReadRelation(TableEntity row)
    {
        var parts = row.RowKey.Split(':');
        return new TaskRelation(Enum.Parse<TaskRelationKind>(parts[1]), parts[2]);
    }

    public static TableEntity ToRow(TaskDocument task, ETag etag) =>
        Documents.ToRow(task.Id, Head, task, TasksJsonContext.Default.TaskDocument, etag);

    public static TableEntity ToRow(string taskId, TaskVersionDetail version) =>
        Documents.ToRow(taskId, Version(version.Version), version, TasksJsonContext.Default.TaskVersionDetail);
}
