using System.Text.Json;

namespace Swarm.Functions.Signals;

/// <summary>An event that somebody sends to a run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Data">What comes with it; null for nothing.</param>
/// <param name="Key">By what it is known when it is sent again; null for nothing.</param>
public sealed record SignalRequest(string Name, JsonElement? Data, string? Key = null);
