namespace Swarm.Embedded.Storage;

/// <summary>What a table may be called.</summary>
internal static class TableNames
{
    public static string Checked(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is >= 3 and <= 63 && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit)
            ? name
            : throw new ArgumentException(
                $"'{name}' is no table name: 3 to 63 letters and digits, the first a letter.", nameof(name));
    }
}
