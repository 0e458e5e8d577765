using System.Globalization;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Policies;

/// <summary>
/// What AI tools have cost on one day, on disk. Only what a tool tells can be counted: see docs/worker-agent.md.
/// </summary>
internal sealed class CostLedger(string path)
{
    private readonly Lock gate = new();

    public decimal SpentOn(DateOnly day)
    {
        lock (gate)
        {
            return Load_NeedsLock() is var (known, spent) && known == day ? spent : 0;
        }
    }

    public void Add(DateOnly day, decimal usd)
    {
        lock (gate)
        {
            var (known, spent) = Load_NeedsLock();
            var total = (known == day ? spent : 0) + usd;
            DurableFile.Write(path, string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} {total}\n"));
        }
    }

    private (DateOnly Day, decimal Spent) Load_NeedsLock()
    {
        var words = File.Exists(path) ? File.ReadAllText(path).Trim().Split(' ') : [];
        return words.Length == 2
            && DateOnly.TryParseExact(words[0], "yyyy-MM-dd", out var day)
            && decimal.TryParse(words[1], NumberStyles.Number, CultureInfo.InvariantCulture, out var spent)
                ? (day, spent)
                : default;
    }
}
