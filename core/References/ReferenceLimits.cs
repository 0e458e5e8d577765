namespace Swarm.Core.References;

/// <summary>How large a node may become when its references are filled in.</summary>
public static class ReferenceLimits
{
    /// <summary>One text: an argument, an environment variable, a value of the input.</summary>
    public const int TextMaxLength = 64 * 1024;

    /// <summary>A large value that references may look into, in bytes.</summary>
    public const int ContentMaxBytes = 1024 * 1024;

    /// <summary>Everything of a node together.</summary>
    public const int NodeMaxLength = 256 * 1024;
}
