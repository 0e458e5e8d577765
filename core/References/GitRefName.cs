namespace Swarm.Core.References;

/// <summary>The rules of git for names of branches and tags, as far as they protect from harm.</summary>
public static class GitRefName
{
    public const int MaxLength = 200;

    /// <summary>
    /// Whether git takes the name, and takes it for a name: never for an option or a revision expression.
    /// </summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength
        && name[0] is not ('-' or '/')
        && name[^1] is not ('/' or '.')
        && name != "@"
        && !name.Any(c => c <= ' ' || c is '~' or '^' or ':' or '?' or '*' or '[' or '\\' or '\x7f')
        && !name.Contains("..", StringComparison.Ordinal)
        && !name.Contains("//", StringComparison.Ordinal)
        && !name.Contains("@{", StringComparison.Ordinal)
        && !name.Split('/').Any(p => p.StartsWith('.') || p.EndsWith(".lock", StringComparison.Ordinal));
}
