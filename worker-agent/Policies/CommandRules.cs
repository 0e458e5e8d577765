using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Policies;

/// <summary>
/// Which commands may run: patterns of words, each for one argument; a last <c>*</c> stands for all further ones. What
/// a script does cannot be told beforehand, so it is a question of its own.
/// </summary>
/// <param name="Allowed">What is allowed; null for everything.</param>
/// <param name="Denied">What is not.</param>
/// <param name="Scripts">Whether script blocks may run.</param>
internal sealed record CommandRules(
    IReadOnlyList<string>? Allowed, IReadOnlyList<string> Denied, bool Scripts)
{
    public static CommandRules Everything { get; } = new(null, [], Scripts: true);

    /// <summary>Why a command is not allowed, in words; null if it is.</summary>
    public string? WhyNot(ShellWork shell)
    {
        if (shell.Run is not { } command)
        {
            return Scripts ? null : "script blocks are not allowed (commands.scripts)";
        }

        var program = command.Count == 0 ? "" : command[0];
        if (Denied.FirstOrDefault(pattern => Fits(pattern, command)) is { } denial)
        {
            return $"the command '{program}' is denied by '{denial}' (commands.deny)";
        }

        return Allowed is null || Allowed.Any(pattern => Fits(pattern, command))
            ? null
            : $"the command '{program}' with these arguments is not among what is allowed (commands.allow)";
    }

    private static bool Fits(string pattern, IReadOnlyList<string> command)
    {
        var words = pattern.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var takesRest = words.Length > 1 && words[^1] == "*";
        var fixedWords = takesRest ? words.Length - 1 : words.Length;
        return (takesRest ? command.Count >= fixedWords : command.Count == fixedWords)
            && Enumerable.Range(0, fixedWords).All(i => new Glob(words[i]).Fits(command[i]));
    }
}
