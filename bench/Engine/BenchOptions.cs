using System.Globalization;

namespace Swarm.Bench.Engine;

/// <summary>What is measured, and where.</summary>
/// <param name="Rounds">How often everything is measured.</param>
/// <param name="Folder">The folder of the databases; a temporary one if null.</param>
/// <param name="WithIdle">Whether the event latency is measured again after 20 idle seconds.</param>
/// <param name="WithLarge">Whether 100,000 waiting instances and long histories are measured.</param>
/// <param name="Only">The one scenario to run, or "fsync" for the disk alone; all if null.</param>
internal sealed record BenchOptions(int Rounds, string? Folder, bool WithIdle, bool WithLarge, string? Only)
{
    internal const string Usage = """
        ./swarm bench engine [OPTION ...]

          --quick        one round, without the idle time and the large scenarios
          --rounds N     how often everything is measured (3)
          --folder PATH  where the databases are; else in a temporary folder
          --only NAME    one scenario, or `fsync` for the disk alone
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They cannot be understood.</exception>
    internal static BenchOptions Parse(string[] args)
    {
        var options = new BenchOptions(3, null, true, true, null);
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--quick" => options with { Rounds = 1, WithIdle = false, WithLarge = false },
                "--rounds" => options with { Rounds = Number(Value(args, ++i)) },
                "--folder" => options with { Folder = Value(args, ++i) },
                "--only" => options with { Only = Value(args, ++i) },
                _ => throw new FormatException($"'{args[i]}' is no option."),
            };
        }

        return options;
    }

    private static string Value(string[] args, int place) =>
        place < args.Length ? args[place] : throw new FormatException($"{args[^1]} needs a value.");

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"'{text}' is no number.");
}
