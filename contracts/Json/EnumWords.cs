using System.Text.Json;

namespace Swarm.Contracts.Json;

/// <summary>
/// The words by which the values of an enumeration are written, in JSON and in queries: <c>in_progress</c>.
/// </summary>
public static class EnumWords
{
    /// <summary>The word of a value.</summary>
    public static string Of(Enum value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
    }

    /// <summary>All words of an enumeration, in its order.</summary>
    public static string[] All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => Of(value))];

    /// <summary>The value of a word; null when no value has it.</summary>
    public static T? Find<T>(string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
            {
                return value;
            }
        }

        return null;
    }
}
