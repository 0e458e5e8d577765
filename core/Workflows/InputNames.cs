namespace Swarm.Core.Workflows;

/// <summary>Inputs that mean something to Swarm itself in a workflow that declares them.</summary>
public static class InputNames
{
    /// <summary>The repository that the run's nodes work in: a path or a git URL.</summary>
    public const string Repository = "repository";

    /// <summary>The commit or branch that the run's branch starts from.</summary>
    public const string Base = "base";
}
