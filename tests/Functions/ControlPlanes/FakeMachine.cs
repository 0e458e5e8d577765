using Swarm.Contracts.Workers;

namespace Swarm.Tests.Functions.ControlPlanes;

/// <summary>On what a worker that makes up its results says it runs.</summary>
/// <param name="Name">The machine's name and id.</param>
/// <param name="IsTrusted">Whether an administrator lets it see sensitive work.</param>
/// <param name="Beats">Whether it goes on to say that it lives; without, it counts as offline after a minute.</param>
/// <param name="Profile">What its owner has set up there; null for no limits.</param>
internal sealed record FakeMachine(
    string Name, bool IsTrusted = false, bool Beats = false, WorkerProfile? Profile = null);
