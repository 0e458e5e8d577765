using Swarm.Core.Evaluations;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Evaluations;

/// <summary>How work was judged.</summary>
public sealed class EvaluationStore(SwarmTables tables)
{
    public async Task<Evaluation?> FindAsync(string runId, string workItemId, CancellationToken cancellation)
    {
        var type = EvaluationsJsonContext.Default.Evaluation;
        var stored = await tables.Runs.FindAsync(runId, EvaluationRows.Of(workItemId), type, cancellation);
        return stored?.Document;
    }
}
