using System.Text.Json;

namespace Swarm.Core.Patterns;

/// <summary>What an expert of a mixture has put out.</summary>
public sealed record Answer(string Expert, JsonElement Output);
