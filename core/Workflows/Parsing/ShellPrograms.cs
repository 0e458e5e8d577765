namespace Swarm.Core.Workflows.Parsing;

/// <summary>Knows the programs that take an argument for a program text, where data must not be filled in.</summary>
internal static class ShellPrograms
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "sh", "bash", "dash", "zsh", "ksh", "ash", "fish", "cmd", "cmd.exe", "powershell", "powershell.exe", "pwsh",
        "pwsh.exe", "python", "python3", "node", "perl", "ruby",
    };

    /// <summary>Whether the argument after this one is read as program text: <c>sh -c</c>, <c>node -e</c>.</summary>
    public static bool ReadsAsProgram(string? program, string argumentBefore)
    {
        var name = program?.Split('/', '\\')[^1];
        if (name is null || !Names.Contains(name))
        {
            return false;
        }

        return argumentBefore.ToLowerInvariant() is "-c" or "-e" or "/c" or "/k" or "-command" or "--eval" or "-p"
            or "-lc" or "-ec" or "-xc" or "-exc";
    }
}
