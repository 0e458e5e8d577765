using System.Text.Json;
using Swarm.Contracts.Content;

namespace Swarm.Core.References;

/// <summary>What references can see when a node starts.</summary>
/// <param name="Inputs">The run's inputs by name, defaults filled in.</param>
/// <param name="Run">The run itself.</param>
/// <param name="OutputOf">What a node put out in its present iteration; null if it has not run, or was skipped.</param>
/// <param name="Locals">What only this node has, by root: the item that it runs for. Null for nothing.</param>
/// <param name="ContentOf">What a claim check stands for; null if it is too large for any text.</param>
public sealed record ReferenceScope(
    IReadOnlyDictionary<string, JsonElement> Inputs,
    RunFacts Run,
    Func<string, JsonElement?> OutputOf,
    IReadOnlyDictionary<string, JsonElement>? Locals = null,
    Func<ContentReference, JsonElement?>? ContentOf = null);
