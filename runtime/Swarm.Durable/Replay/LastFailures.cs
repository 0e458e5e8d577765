using Swarm.Durable.History;

namespace Swarm.Durable.Replay;

/// <summary>
/// The failed calls after whose failure the code has decided nothing any more. When the instance ends so, it ends with
/// them: they are the further ones of a fan-out, of which its failure names one.
/// </summary>
internal sealed class LastFailures
{
    private readonly HashSet<int> _calls = [];

    internal IReadOnlySet<int> Calls => _calls;

    internal void Note(HistoryEvent item, bool hasDecided)
    {
        if (hasDecided)
        {
            _calls.Clear();
        }
        else if (CountingHistory.FailureOf(item) is not null)
        {
            _calls.Add(CountingHistory.AnsweredTask(item)!.Value);
        }
    }
}
