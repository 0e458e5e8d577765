using System.Globalization;
using Swarm.Bench.Allocation;

// Measures how long one decision takes among many workers. The target: one item among 1,000 workers under 1 ms.
var workers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000;
return AllocationBench.Run(workers) ? 0 : 1;
