using Swarm.WorkerAgent.Policies;

namespace Swarm.WorkerAgent.Sandboxes;

/// <summary>What a command gets to see from inside a sandbox.</summary>
/// <param name="Policy">What the owner allows.</param>
/// <param name="DataRoot">The agent's data folder, of which a command sees its own working folder alone.</param>
/// <param name="Home">The home folder of the agent's user, of which it sees what it needs.</param>
internal sealed record SandboxRules(OwnerPolicy Policy, string DataRoot, string Home);
