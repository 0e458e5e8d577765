using System.Globalization;
using Swarm.Bench.Queues;

// Measures how soon a long poll that waits is answered once a pointer is sent, over real HTTP. The target on the
// embedded host: 20 ms from the enqueue. AzureWebJobsStorage makes it a storage account's queues.
var samples = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 300;
return await WakeBench.RunAsync(samples) ? 0 : 1;
