namespace Swarm.Bench.Engine;

/// <summary>What is measured, and where.</summary>
/// <param name="Rounds">How often everything is measured.</param>
/// <param name="Folder">The folder of the databases; a temporary one if null.</param>
/// <param name="WithIdle">Whether the event latency is measured again after 20 idle seconds.</param>
/// <param name="WithLarge">Whether 100,000 waiting instances and long histories are measured.</param>
/// <param name="Only">The one scenario to run, or "fsync" for the disk alone; all if null.</param>
internal sealed record BenchOptions(int Rounds, string? Folder, bool WithIdle, bool WithLarge, string? Only)
{
    internal static BenchOptions Parse(string[] args)
    {
        var options = new BenchOptions(3, null, true, true, null);
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--quick" => options with { Rounds = 1, WithIdle = false, WithLarge = false },
                "--rounds" => options with { Rounds = int.Parse(args[++i]) },
                "--folder" => options with { Folder = args[++i] },
                "--only" => options with { Only = args[++i] },
                _ => throw new ArgumentException(
                    $"'{args[i]}' is no option: use --quick, --rounds N, --folder PATH, --only NAME.", nameof(args)),
            };
        }

        return options;
    }
}
