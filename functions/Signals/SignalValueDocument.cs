using System.Text.Json;
using Swarm.Contracts.Content;

namespace Swarm.Functions.Signals;

/// <summary>One event that a run was sent.</summary>
/// <param name="Data">What came with it; null for nothing.</param>
/// <param name="At">When it came.</param>
/// <param name="Content">Where the data is, if it is large; null otherwise.</param>
public sealed record SignalValueDocument(
    JsonElement? Data, DateTimeOffset At, ContentReference? Content = null);
