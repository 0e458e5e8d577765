namespace Swarm.Embedded.Storage;

/// <summary>The limits of the table service, held here too so that what is written here fits there.</summary>
internal static class EntityLimits
{
    /// <summary>A key in UTF-16 bytes.</summary>
    private const int KeyMaxBytes = 1024;

    /// <summary>A string in characters (64 KiB of UTF-16).</summary>
    private const int StringMaxChars = 32 * 1024;

    private const int BinaryMaxBytes = 64 * 1024;
    private const int NameMaxChars = 255;

    /// <summary>Without the two keys and the timestamp, which count among the 255 of the service.</summary>
    private const int MaxProperties = 252;

    private const int EntityMaxBytes = 1024 * 1024;

    public static void CheckKey(string name, string key)
    {
        ArgumentNullException.ThrowIfNull(key, name);
        if (key.Length * sizeof(char) > KeyMaxBytes)
        {
            throw TableFailures.Invalid("KeyValueTooLarge", $"{name} is over {KeyMaxBytes / 1024} KiB.");
        }

        foreach (var character in key)
        {
            if (character is '/' or '\\' or '#' or '?' || char.IsControl(character))
            {
                throw TableFailures.Invalid(
                    "OutOfRangeInput", $"{name} '{key}' holds '{character}', which no key may: / \\ # ? and controls.");
            }
        }
    }

    public static void CheckProperties(IReadOnlyDictionary<string, object> properties)
    {
        if (properties.Count > MaxProperties)
        {
            throw TableFailures.Invalid("TooManyProperties", $"An entity has at most {MaxProperties} properties.");
        }

        foreach (var (name, value) in properties)
        {
            if (name.Length is 0 or > NameMaxChars)
            {
                throw TableFailures.Invalid("PropertyNameTooLong", $"The property name '{name}' is empty or too long.");
            }

            if (value is string { Length: > StringMaxChars } or byte[] { Length: > BinaryMaxBytes })
            {
                throw TableFailures.Invalid("PropertyValueTooLarge", $"The property '{name}' is over 64 KiB.");
            }
        }

        if (SizeBytes(properties) > EntityMaxBytes)
        {
            throw TableFailures.Invalid("EntityTooLarge", $"The entity is over {EntityMaxBytes / 1024} KiB.");
        }
    }

    public static long SizeBytes(IReadOnlyDictionary<string, object> properties) =>
        properties.Sum(property => (long)(property.Key.Length * sizeof(char)) + SizeBytes(property.Value));

    private static int SizeBytes(object value) => value switch
    {
        string text => text.Length * sizeof(char),
        byte[] bytes => bytes.Length,
        Guid => 16,
        bool => 1,
        int => sizeof(int),
        _ => sizeof(long),
    };
}
