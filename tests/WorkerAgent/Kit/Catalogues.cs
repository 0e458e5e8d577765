using Microsoft.Extensions.Logging.Abstractions;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Sandboxes;
using Swarm.WorkerAgent.Tools;
using Swarm.WorkerAgent.Tools.Discovery;

namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>Catalogues of tools that remember nothing.</summary>
internal static class Catalogues
{
    public static ToolCatalogue Of(TimeProvider time, params ITool[] tools) =>
        Of(time, Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")), tools);

    public static ToolCatalogue Of(TimeProvider time, string memory, params ITool[] tools) =>
        new(tools, [], new ToolMemory(memory), Gate(OwnerPolicy.None, memory, time), time, NullLogger.Instance);

    public static PolicyGate Gate(OwnerPolicy policy, string memory, TimeProvider time) =>
        new(policy, SandboxChoice.Off, new CostLedger(memory + ".costs"), time);
}
