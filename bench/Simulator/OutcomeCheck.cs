using Swarm.Durable.Stores;

namespace Swarm.Simulator;

/// <summary>Compares what came out with the plans and the journal.</summary>
internal sealed class OutcomeCheck(IReadOnlyCollection<SimulatedUser> users, EffectLog effects, Journal journal)
{
    /// <summary>What is wrong, in sentences; nothing if all is as planned.</summary>
    internal IEnumerable<string> ListFaults() =>
    [
        .. users.SelectMany(ListWrongEnds),
        .. users.SelectMany(ListWrongStreams),
        .. users.SelectMany(user => user.Plan.ListForgotten())
            .Where(call => effects.CountOf(call.InstanceId, call.Effect) == 0)
            .Select(call => $"called, not awaited, and never run: {call}"),
        .. effects.ListRepeated().Select(effect => $"done again after the result was stored: {effect}"),
    ];

    private static bool IsStream(PlannedEvent wanted) =>
        wanted.Payloads.Count > 1 && !EntityIds.IsEntity(wanted.InstanceId);

    private static IEnumerable<string> ListWrongEnds(SimulatedUser user)
    {
        string? output = user.End!.ReadOutputAs<string>();
        if (output != user.Plan.Expected)
        {
            yield return $"{user.Plan.InstanceId} ended as {user.End.RuntimeStatus} {user.End.FailureDetails} with "
                + $"'{output}' instead of '{user.Plan.Expected}'";
        }

        if (user.End.SerializedCustomStatus != $"{user.Plan.Generations.Count - 1}")
        {
            yield return $"{user.Plan.InstanceId} has the custom status {user.End.SerializedCustomStatus}";
        }
    }

    /// <summary>
    /// No event may be lost or doubled. A client that was not told tries again and does not know whether it stands
    /// twice, so the number of those that came lies between what was told and what was tried.
    /// </summary>
    private IEnumerable<string> ListWrongStreams(SimulatedUser user)
    {
        foreach (PlannedEvent stream in user.Events.Where(IsStream))
        {
            string[] receipts = [.. effects.ListAfter(stream.InstanceId, StreamNode.Receipt(stream.Name))];
            if (receipts.Length != 1)
            {
                yield return $"{stream.InstanceId} has {receipts.Length} receipts of {stream.Name}";
                continue;
            }

            foreach (string part in receipts[0].Split('-'))
            {
                string payload = part.Split(':')[0];
                int came = int.Parse(part.Split(':')[1]);
                int told = journal.CountOf(stream.Told(payload));
                int tried = journal.CountOf(stream.Tried(payload));
                if (came < told || came > tried)
                {
                    yield return $"{stream.InstanceId} received {payload} of {stream.Name} {came} times; it was "
                        + $"tried {tried} times and told {told} times";
                }
            }
        }
    }
}
