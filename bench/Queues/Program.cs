using System.Globalization;
using Swarm.Bench.Queues;

// Measures how soon a long poll that waits is answered once a pointer is sent, over real HTTP. The target on the
// embedded host: 20 ms from the enqueue. AzureWebJobsStorage makes it a storage account's queues.
var samples = 300;
if (args.Length > 0 && !int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out samples))
{
    Console.WriteLine("./swarm bench queues [N]: sends N pointers (300).");
    return args[0] is "--help" or "-h" ? 0 : 2;
}

return await WakeBench.RunAsync(samples) ? 0 : 1;
