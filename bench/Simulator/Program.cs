using System.Globalization;
using Swarm.Simulator;

// swarm sim --seeds N --from S: runs the engine in simulated worlds and names the first seed that fails.
int seeds = 500;
int first = 1;
for (int i = 0; i < args.Length; i += 2)
{
    bool isNumber = int.TryParse(
        args.ElementAtOrDefault(i + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int value);
    switch (isNumber ? args[i] : "")
    {
        case "--seeds":
            seeds = value;
            break;
        case "--from":
            first = value;
            break;
        default:
            Console.WriteLine("./swarm sim [--seeds N] [--from S]: lives through N worlds (500), from seed S on (1).");
            return args[i] is "--help" or "-h" ? 0 : 2;
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
