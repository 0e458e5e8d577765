using System.Text;
using System.Text.Json;
using Swarm.Core.References;
using Swarm.Core.Workflows;

namespace Swarm.Core.Patterns;

/// <summary>Chooses one of several answers. Of equals the one that stands first in the file wins.</summary>
public static class Choices
{
    /// <summary>Chooses by the mixture's rule.</summary>
    /// <param name="mixture">The rule, which is not synthesis.</param>
    /// <param name="answers">The answers, in the order of the file.</param>
    public static Choice Of(MixtureDefinition mixture, IReadOnlyList<Answer> answers)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        var found = answers
            .Select(answer => (answer.Expert, Value: Find(answer.Output, mixture.Path)))
            .Where(answer => answer.Value is not null)
            .Select(answer => (answer.Expert, Value: answer.Value!.Value))
            .ToList();
        return mixture.Rule == MixtureRule.Best ? Best(mixture, found) : Vote(mixture, found);
    }

    /// <summary>
    /// What makes two votes one: texts without regard to case and to how much space is between words, numbers by their
    /// size, everything else as it is written.
    /// </summary>
    public static string Normalize(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => string.Join(
            ' ', value.GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant(),
        JsonValueKind.Number when value.TryGetDecimal(out var number) => $"{number:0.############################}",
        JsonValueKind.Object => Join(
            '{', value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal)
                .Select(p => $"{p.Name}={Normalize(p.Value)}")),
        JsonValueKind.Array => Join('[', value.EnumerateArray().Select(Normalize)),
        _ => value.GetRawText(),
    };

    private static string Join(char kind, IEnumerable<string> parts)
    {
        // Lengths keep apart what a separator inside of a text would run together.
        var text = new StringBuilder().Append(kind);
        foreach (var part in parts)
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        return text.ToString();
    }

    private static JsonElement? Find(JsonElement output, string? path)
    {
        if (path is null)
        {
            return PlainResult.Of(output);
        }

        return DataPath.TryParse(path, out var parsed) && parsed.TryGet(output, out var value) ? value : null;
    }

    private static Choice Vote(MixtureDefinition mixture, List<(string Expert, JsonElement Value)> found)
    {
        var votes = found.ToDictionary(vote => vote.Expert, vote => vote.Value);
        if (found.Count == 0)
        {
            return new Choice(null, votes, $"No answer has the field '{mixture.Path}' to vote by.");
        }

        // Groups come in the order of their first member, and the sort keeps the order of equals.
        var winner = found.GroupBy(vote => Normalize(vote.Value)).OrderByDescending(group => group.Count()).First();
        return new Choice(winner.First().Expert, votes, Failure: null);
    }

    private static Choice Best(MixtureDefinition mixture, List<(string Expert, JsonElement Value)> found)
    {
        var votes = found.ToDictionary(vote => vote.Expert, vote => vote.Value);
        var scored = found.Where(vote => vote.Value.ValueKind == JsonValueKind.Number).ToList();
        return scored.Count == 0
            ? new Choice(null, votes, $"No answer has a number as '{mixture.Path}' to compare by.")
            : new Choice(scored.MaxBy(vote => vote.Value.GetDouble()).Expert, votes, Failure: null);
    }
}
