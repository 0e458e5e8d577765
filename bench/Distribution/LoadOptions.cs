using System.Globalization;

namespace Swarm.Bench.Distribution;

/// <summary>How large the load is, and what goes wrong.</summary>
internal sealed record LoadOptions
{
    /// <summary>How many workers are simulated.</summary>
    public int Workers { get; init; } = 200;

    /// <summary>How many work items are done while things go wrong, before anything is measured.</summary>
    public int Items { get; init; }

    /// <summary>How often the control plane is killed meanwhile.</summary>
    public int Kills { get; init; } = 2;

    /// <summary>How many work items the throughput is measured with; 0 to leave the measuring out.</summary>
    public int MeasuredItems { get; init; } = 20_000;

    /// <summary>Whether graphs, lists and runs beside each other are measured instead of single work items.</summary>
    public bool MeasuresGraphs { get; init; }

    /// <summary>Decides what goes wrong when.</summary>
    public int Seed { get; init; } = Environment.TickCount & int.MaxValue;

    /// <summary>
    /// A connection string of a storage account, or <c>azurite</c> to start that; null for the embedded queues.
    /// </summary>
    public string? Storage { get; init; }

    /// <summary>
    /// Whether some workers fall silent for longer than a lease while they work. That takes two minutes each time.
    /// </summary>
    public bool HasStalls => Items >= 5_000;

    internal const string Usage = """
        ./swarm bench distribution [OPTION VALUE ...]

          --workers N           how many workers are simulated (200)
          --measure N           with how many work items the throughput is measured (20000); 0 for none
          --storage CONNECTION  a storage account for the queues, or `azurite` to start that; else the embedded queues
          --measures graphs     graphs, lists and runs beside each other, instead of single work items
          --items N             how many work items are done before it while things go wrong (0)
          --kills N             how often the control plane is killed meanwhile (2)
          --seed N              decides what goes wrong when
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They cannot be understood.</exception>
    internal static LoadOptions Parse(string[] args)
    {
        var options = new LoadOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} needs a value.");
            options = args[i] switch
            {
                "--workers" => options with { Workers = Number(value) },
                "--items" => options with { Items = Number(value) },
                "--kills" => options with { Kills = Number(value) },
                "--measure" => options with { MeasuredItems = Number(value) },
                "--measures" => options with { MeasuresGraphs = value == "graphs" },
                "--seed" => options with { Seed = Number(value) },
                "--storage" => options with { Storage = value },
                _ => throw new FormatException($"'{args[i]}' is no option."),
            };
        }

        return options;
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{text}' is no number.");
}
