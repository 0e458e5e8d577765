using System.Collections.Concurrent;

namespace Swarm.Simulator;

/// <summary>What activities did, and what users tried and were told. It outlives the process.</summary>
/// <param name="write">
/// Makes a line outlive a real process, before it counts; null where the process is simulated.
/// </param>
internal sealed class Journal(Action<string>? write = null)
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    internal void Note(string line)
    {
        write?.Invoke(line);
        Recall(line);
    }

    /// <summary>Takes a line that an earlier life of the process has noted.</summary>
    internal void Recall(string line) => _counts.AddOrUpdate(line, 1, static (_, count) => count + 1);

    /// <summary>How often a line was noted.</summary>
    internal int CountOf(string line) => _counts.GetValueOrDefault(line);

    /// <summary>The different lines that begin so, without their beginning.</summary>
    internal IEnumerable<string> ListAfter(string beginning) => _counts.Keys
        .Where(line => line.StartsWith(beginning, StringComparison.Ordinal))
        .Select(line => line[beginning.Length..]);
}
