namespace Swarm.Functions.Storage;

/// <summary>A row was changed by others each time that we tried to change it.</summary>
public sealed class ContentionException(string what, int attempts)
    : Exception($"Could not change {what}: somebody else changed it first, {attempts} times in a row. Try again later.")
{
    public string What { get; } = what;

    public int Attempts { get; } = attempts;
}
