namespace Swarm.Core.References;

/// <summary>The names under which a node's input reaches its command.</summary>
public static class InputVariables
{
    public const string Prefix = "SWARM_INPUT_";

    public static string NameOf(string input) =>
        Prefix + input.ToUpperInvariant().Replace('-', '_').Replace('.', '_');
}
