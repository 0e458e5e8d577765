using System.Globalization;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Policies;

/// <summary>
/// What AI tools have cost on the last days, on disk: a line for each. A clock that is set to another day and back
/// finds what was spent there. Only what a tool tells can be counted: see docs/worker-agent.md.
/// </summary>
internal sealed class CostLedger(string path)
{
    public const int KeptDays = 14;

    private readonly Lock gate = new();

    public decimal SpentOn(DateOnly day)
    {
        lock (gate)
        {
            return Load_NeedsLock().GetValueOrDefault(day);
        }
    }

    public void Add(DateOnly day, decimal usd)
    {
        lock (gate)
        {
            var days = Load_NeedsLock();
            days[day] = days.GetValueOrDefault(day) + usd;
            var kept = days.Where(other => other.Key != day).OrderByDescending(other => other.Key).Take(KeptDays - 1);
            DurableFile.Write(path, string.Concat(kept.Prepend(new(day, days[day])).Select(one => string.Create(
                CultureInfo.InvariantCulture, $"{one.Key:yyyy-MM-dd} {one.Value}\n"))));
        }
    }

    private Dictionary<DateOnly, decimal> Load_NeedsLock()
    {
        var days = new Dictionary<DateOnly, decimal>();
        foreach (var words in File.Exists(path) ? File.ReadLines(path).Select(line => line.Split(' ')) : [])
        {
            if (words.Length == 2
                && DateOnly.TryParseExact(words[0], "yyyy-MM-dd", out var day)
                && decimal.TryParse(words[1], NumberStyles.Number, CultureInfo.InvariantCulture, out var spent))
            {
                days[day] = spent;
            }
        }

        return days;
    }
}
