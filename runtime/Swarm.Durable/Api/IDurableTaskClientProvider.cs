namespace Swarm.Durable.Client;

/// <summary>Gives clients by name.</summary>
public interface IDurableTaskClientProvider
{
    /// <summary>The client of this name.</summary>
    /// <param name="name">The name; the default client if null.</param>
    DurableTaskClient GetClient(string? name = null);
}
