using Swarm.Bench.Distribution;

// The real control plane under the load of simulated workers over real HTTP: measured, and with --items N first while
// things go wrong.
if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(LoadOptions.Usage);
    return 0;
}

LoadOptions options;
try
{
    options = LoadOptions.Parse(args);
}
catch (FormatException mistake)
{
    Console.Error.WriteLine($"{mistake.Message}\n\n{LoadOptions.Usage}");
    return 2;
}

var folder = Directory.CreateTempSubdirectory("swarm-load-").FullName;
var exitCode = 0;
Azurite? azurite = null;
try
{
    if (options.Storage == "azurite")
    {
        azurite = await Azurite.StartAsync(Path.Combine(folder, "azurite"));
        options = options with { Storage = azurite.ConnectionString };
    }

    if (options.Items > 0)
    {
        var load = new FaultyLoad(options, Path.Combine(folder, "faulty"));
        var (faults, figures) = await load.RunAsync(CancellationToken.None);
        Console.WriteLine(figures);
        foreach (var fault in faults.Take(20))
        {
            Console.Error.WriteLine(fault);
        }

        exitCode = faults.Count == 0 ? 0 : 1;
    }

    if (options.MeasuresGraphs)
    {
        await new GraphMeasurement(options, Path.Combine(folder, "graphs")).RunAsync(CancellationToken.None);
    }
    else if (options.MeasuredItems > 0)
    {
        await new Measurement(options, Path.Combine(folder, "measured")).RunAsync(CancellationToken.None);
    }
}
finally
{
    azurite?.Dispose();
    Directory.Delete(folder, recursive: true);
}

return exitCode;
