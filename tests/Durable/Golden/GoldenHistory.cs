using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Swarm.Tests.Durable.Golden;

/// <summary>
/// What one scenario left in a store. In a file each row is a line: its kind and its bytes as base64; the lines
/// "instance" begin a generation, whose turns follow.
/// </summary>
internal sealed record GoldenHistory(int Engine, string Scenario)
{
    private const string Comment = "# Rows as the store kept them. Never edited: docs/engine.md tells how to record.";

    internal List<GoldenInstance> Instances { get; } = [];

    /// <summary>Rows that are no turns: messages, failures, tags.</summary>
    internal List<(string Kind, byte[] Row)> OtherRows { get; } = [];

    internal static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden", "Recorded");

    internal static GoldenHistory Read(string text)
    {
        GoldenHistory? history = null;
        int engine = 0;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            string kind = line[..space];
            string value = line[(space + 1)..];
            switch (kind)
            {
                case "engine":
                    engine = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case "scenario":
                    history = new GoldenHistory(engine, value);
                    break;
                case "instance":
                    history!.Instances.Add(JsonSerializer.Deserialize<GoldenInstance>(value)!);
                    break;
                case "turn":
                    history!.Instances[^1].Turns.Add(Convert.FromBase64String(value));
                    break;
                default:
                    history!.OtherRows.Add((kind, Convert.FromBase64String(value)));
                    break;
            }
        }

        return history!;
    }

    internal string Write()
    {
        var text = new StringBuilder();
        text.Append(Comment).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"engine {Engine}\nscenario {Scenario}\n");
        foreach (GoldenInstance instance in Instances)
        {
            text.Append(CultureInfo.InvariantCulture, $"instance {JsonSerializer.Serialize(instance)}\n");
            foreach (byte[] turn in instance.Turns)
            {
                text.Append(CultureInfo.InvariantCulture, $"turn {Convert.ToBase64String(turn)}\n");
            }
        }

        foreach ((string kind, byte[] row) in OtherRows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{kind} {Convert.ToBase64String(row)}\n");
        }

        return text.ToString();
    }
}
