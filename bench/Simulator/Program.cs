using System.Globalization;
using Swarm.Simulator;

// swarm sim --seeds N --from S: runs the engine in simulated worlds and names the first seed that fails.
int seeds = 500;
int first = 1;
for (int i = 0; i + 1 < args.Length; i += 2)
{
    int value = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
    switch (args[i])
    {
        case "--seeds":
            seeds = value;
            break;
        case "--from":
            first = value;
            break;
        default:
            Console.Error.WriteLine($"'{args[i]}' is no option: use --seeds N and --from S.");
            return 2;
    }
}

long crashes = 0;
long steps = 0;
for (int seed = first; seed < first + seeds; seed++)
{
    try
    {
        SimulationResult result = new Simulation(seed).Run();
        crashes += result.Crashes;
        steps += result.Steps;
    }
    catch (SimulationFailedException failure)
    {
        Console.Error.WriteLine(failure.Message);
        return 1;
    }
}

Console.WriteLine($"{seeds} seeds from {first}: all as planned, {crashes:N0} crashes, {steps:N0} steps.");
return 0;
