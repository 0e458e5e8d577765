using Microsoft.Extensions.Logging;

namespace Swarm.Durable.Replay;

/// <summary>What every orchestration of an engine shares.</summary>
internal sealed record ReplaySettings(PayloadConverter Payloads, ILoggerFactory Loggers, string DefaultVersion);
