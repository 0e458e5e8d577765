namespace Swarm.Core.Graph;

/// <summary>What a node's branches, as far as they are decided, mean for it.</summary>
internal enum JoinState
{
    /// <summary>Branches that are not decided yet matter.</summary>
    Open,

    /// <summary>It starts now.</summary>
    Satisfied,

    /// <summary>It starts now, unless a loop may yet start again one of the nodes whose branch was not taken.</summary>
    SatisfiedUnlessRestarted,

    /// <summary>The branches do not suffice any more.</summary>
    Exhausted,
}
