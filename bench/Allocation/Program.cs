using System.Globalization;
using Swarm.Bench.Allocation;

// Measures how long one decision takes among many workers. The target: one item among 1,000 workers under 1 ms.
var workers = 1_000;
if (args.Length > 0 && !int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out workers))
{
    Console.WriteLine("./swarm bench allocation [N]: decides among N workers (1000).");
    return args[0] is "--help" or "-h" ? 0 : 2;
}

return AllocationBench.Run(workers) ? 0 : 1;
