using Swarm.Durable;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Golden;

/// <summary>Orchestrations to record, and what happens to them. Once recorded, the code is never changed.</summary>
internal sealed record GoldenScenario(
    string Name, Action<DurableTaskRegistry> Register, Func<EngineHost, Task> DriveAsync);
