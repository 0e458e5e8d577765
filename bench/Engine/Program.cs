using Swarm.Bench.Engine;

// Measures the engine on SQLite with synchronous=FULL. The whole runs three times; medians are printed.
BenchOptions options = BenchOptions.Parse(args);
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
