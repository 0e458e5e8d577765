namespace Swarm.Core.Workflows.Parsing;

/// <summary>What a node is to its pattern; it decides what the node can refer to.</summary>
internal enum NodeRole
{
    /// <summary>One of the nodes that the pattern is made of.</summary>
    Member,

    /// <summary>It makes the result of a mixture.</summary>
    Synthesiser,

    /// <summary>It plans.</summary>
    Director,

    /// <summary>It takes the director's place when that gives no plan.</summary>
    Fallback,

    /// <summary>It does what the director plans.</summary>
    Worker,
}
