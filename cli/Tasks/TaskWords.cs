using System.Text.Json;

namespace Swarm.Cli.Tasks;

/// <summary>The words of the API for values of its enumerations.</summary>
internal static class TaskWords
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>All words of an enumeration.</summary>
    public static string[] All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    public static T Parse<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().Single(value => Of(value) == word);
}
