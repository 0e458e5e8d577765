namespace Swarm.Functions.Orchestrations;

/// <summary>Where a node's result lies that is not that of one work item: a name that outputs are read by.</summary>
internal static class NodeResults
{
    public const string RowPrefix = "result:";
    public const string FanOutPrefix = "items:";
    public const string EvaluatedPrefix = "evaluated:";

    /// <summary>The result of a node that puts out something of its own.</summary>
    public static string Row(string place) => RowPrefix + place;

    /// <summary>The result of a work item together with how it was judged.</summary>
    public static string Evaluated(string workItemId) => EvaluatedPrefix + workItemId;

    public static bool IsEvaluated(string? result) =>
        result?.StartsWith(EvaluatedPrefix, StringComparison.Ordinal) == true;

    /// <summary>What a mixture or a hierarchy has come to.</summary>
    public static string Decision(RunReference workflow) => $"decision:{workflow.Scope}{workflow.AttemptMark()}";

    /// <summary>The results of a node's items, which lie in the rows of the items.</summary>
    public static string FanOut(string place) => FanOutPrefix + place;
}
