namespace Swarm.Contracts.Workers;

/// <summary>Changes what people say of a worker. What is left out stays as it is.</summary>
public sealed record ChangeWorkerRequest
{
    /// <summary>Labels beside those that the worker tells of itself.</summary>
    public IReadOnlyList<string>? Labels { get; set; }

    /// <summary>Whether it may see sensitive work; only an administrator says so.</summary>
    public bool? Trusted { get; set; }

    /// <summary>With whom it is shared.</summary>
    public IReadOnlyList<WorkerShare>? Shares { get; set; }
}
