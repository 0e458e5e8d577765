using System.Text.Json;

namespace Swarm.Functions.Signals;

/// <summary>One event that a run was sent.</summary>
/// <param name="Data">What came with it; null for nothing.</param>
/// <param name="At">When it came.</param>
public sealed record SignalValueDocument(JsonElement? Data, DateTimeOffset At);
