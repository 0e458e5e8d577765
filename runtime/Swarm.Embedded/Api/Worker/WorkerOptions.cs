using Azure.Core.Serialization;

namespace Swarm.Embedded.Worker;

/// <summary>Options of the worker.</summary>
public class WorkerOptions
{
    /// <summary>Reads and writes the JSON of bindings; System.Text.Json, case-insensitive, when not set.</summary>
    public ObjectSerializer? Serializer { get; set; }
}
