namespace Swarm.Functions.Content;

/// <summary>Why content is not taken.</summary>
public enum ContentRefusal
{
    /// <summary>What came has another hash.</summary>
    OtherHash,

    /// <summary>It is larger than one value may be.</summary>
    TooLarge,

    /// <summary>There is no room for more.</summary>
    Full,
}
