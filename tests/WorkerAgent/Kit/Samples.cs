namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>Recorded shapes of what AI tools print; the values are invented.</summary>
internal static class Samples
{
    public static string Read(string name)
    {
        using var stream = typeof(Samples).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static string[] Lines(string name) => Read(name).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
