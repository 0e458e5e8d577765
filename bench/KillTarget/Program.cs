using System.Globalization;
using Swarm.KillTarget;

// Runs the random orchestrations of a seed in a folder until all have ended. It is made to be killed at any moment and
// started again: `Swarm.KillTarget FOLDER SEED INSTANCES`. Each step that a client or an activity has made is a line of
// its output. Exit code 1 tells what came out wrong.
if (args.Length != 3)
{
    Console.Error.WriteLine("Three arguments are needed: a folder, a seed and the number of instances.");
    return 2;
}

var run = new KillableRun(
    args[0], int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
IReadOnlyList<string> faults = await run.RunAsync(() => Console.WriteLine("a step"));
foreach (string fault in faults)
{
    Console.Error.WriteLine(fault);
}

return faults.Count == 0 ? 0 : 1;
