using Swarm.Bench.Engine;

// Measures the engine on SQLite with synchronous=FULL. The whole runs three times; medians are printed.
if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}

BenchOptions options;
try
{
    options = BenchOptions.Parse(args);
}
catch (FormatException mistake)
{
    Console.Error.WriteLine($"{mistake.Message}\n\n{BenchOptions.Usage}");
    return 2;
}

string folder = Directory.CreateTempSubdirectory("swarm-bench-").FullName;
try
{
    if (options.Only == "fsync")
    {
        Console.WriteLine(DiskProbe.Describe(options.Folder ?? folder));
    }
    else
    {
        await BenchRun.RunAsync(options, options.Folder ?? folder);
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

return 0;
