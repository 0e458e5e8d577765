using Swarm.Core.References;
using Swarm.Core.Workflows;

namespace Swarm.Functions.Scopes;

/// <summary>A node with all that it can refer to.</summary>
/// <param name="Scope">The workflow that it belongs to.</param>
/// <param name="Node">What it is.</param>
/// <param name="References">What its references see.</param>
public sealed record NodeContext(Scope Scope, NodeDefinition Node, ReferenceScope References);
