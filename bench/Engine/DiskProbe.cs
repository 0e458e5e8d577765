using System.Diagnostics;

namespace Swarm.Bench.Engine;

/// <summary>What the disk takes to make 4 KiB durable: the floor under every commit.</summary>
internal static class DiskProbe
{
    internal static string Describe(string folder) => $"fsync of 4 KiB, p50: {MeasureMilliseconds(folder):0.00} ms";

    private static double MeasureMilliseconds(string folder)
    {
        const int Writes = 300;
        string path = Path.Combine(folder, "probe");
        byte[] page = new byte[4096];
        var times = new List<double>(Writes);
        using (FileStream file = File.Create(path))
        {
            for (int i = 0; i < Writes; i++)
            {
                long start = Stopwatch.GetTimestamp();
                file.Write(page);
                file.Flush(flushToDisk: true);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        File.Delete(path);
        return Percentiles.Of(times, 0.5);
    }
}
