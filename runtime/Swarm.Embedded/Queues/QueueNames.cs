namespace Swarm.Embedded.Queues;

/// <summary>What a queue may be called: the rules of Azure.</summary>
internal static class QueueNames
{
    private const int MinChars = 3;
    private const int MaxChars = 63;

    public static void Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var isValid = name.Length is >= MinChars and <= MaxChars
            && name.All(IsAllowed)
            && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);
        if (!isValid)
        {
            throw new ArgumentException(
                $"'{name}' is no queue name: {MinChars} to {MaxChars} lower-case letters, digits and single dashes, "
                    + "which neither begin nor end it.",
                nameof(name));
        }
    }

    private static bool IsAllowed(char character) =>
        char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-';
}
