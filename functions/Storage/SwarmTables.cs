namespace Swarm.Functions.Storage;

/// <summary>All tables of the app.</summary>
public sealed class SwarmTables(TableServiceClient service)
{
    /// <summary>Everything of a run: partition run id.</summary>
    public Table Runs { get; } = new(service, TableNames.Runs);

    /// <summary>Log chunks: partition work item id.</summary>
    public Table Logs { get; } = new(service, TableNames.Logs);

    /// <summary>Workflows and their versions: partition workflow id.</summary>
    public Table Workflows { get; } = new(service, TableNames.Workflows);

    /// <summary>Schedules and their ticks: partition schedule id.</summary>
    public Table Schedules { get; } = new(service, TableNames.Schedules);

    /// <summary>Tasks and their versions: partition task id; their relations and templates.</summary>
    public Table Tasks { get; } = new(service, TableNames.Tasks);

    /// <summary>Workers, and the machines that they run on.</summary>
    public Table Workers { get; } = new(service, TableNames.Workers);

    /// <summary>Who holds what: partition worker id, row work item id.</summary>
    public Table ActiveWork { get; } = new(service, TableNames.ActiveWork);

    /// <summary>Hashes of keys and join tokens: partition kind, row SHA-256.</summary>
    public Table Credentials { get; } = new(service, TableNames.Credentials);

    /// <summary>Small projections for lists.</summary>
    public Table Lists { get; } = new(service, TableNames.Lists);

    /// <summary>Large values and who refers to them: partition SHA-256.</summary>
    public Table Content { get; } = new(service, TableNames.Content);

    /// <summary>Effects still to do: partition shard, row due time and id.</summary>
    public Table Pending { get; } = new(service, TableNames.Pending);

    /// <summary>Locks, who holds them and who waits: partition lock.</summary>
    public Table Locks { get; } = new(service, TableNames.Locks);
}
