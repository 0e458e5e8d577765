using Swarm.Embedded.Worker.Extensions.Abstractions;

namespace Swarm.Embedded.Worker;

/// <summary>Fills a parameter with the client of the durable engine.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The task hub; the embedded host has one and takes no other.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The connection; the embedded host has one and takes no other.</summary>
    public string? ConnectionName { get; set; }
}
