namespace Swarm.WorkerAgent.Policies;

/// <summary>What is allowed and what is not; a denial beats every permission, and no list allows everything.</summary>
/// <param name="Allowed">What is allowed; null for everything.</param>
/// <param name="Denied">What is not.</param>
internal sealed record AllowList(IReadOnlyList<Glob>? Allowed, IReadOnlyList<Glob> Denied)
{
    public static AllowList Everything { get; } = new(null, []);

    /// <summary>Why something is not allowed, in words; null if it is.</summary>
    public string? WhyNot(string text)
    {
        if (Denied.FirstOrDefault(glob => glob.Fits(text)) is { } denial)
        {
            return $"'{text}' is denied by '{denial.Pattern}'";
        }

        return Allowed is null || Allowed.Any(glob => glob.Fits(text))
            ? null
            : $"'{text}' is not among what is allowed";
    }
}
