using System.Text.Json;
using Swarm.Core.Conditions;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Graph;

/// <summary>Small workflows of every shape: conditions, joins, failure edges, loops inside of loops.</summary>
internal static class RandomGraphs
{
    public static WorkflowDefinition Make(Random random)
    {
        var count = random.Next(1, 11);
        string[] ids = [.. Enumerable.Range(0, count).Select(i => $"n{i}")];
        var density = random.NextDouble() * 0.6;
        var edges = new List<EdgeDefinition>();
        for (var to = 1; to < count; to++)
        {
            for (var from = 0; from < to; from++)
            {
                if (random.NextDouble() < density)
                {
                    edges.Add(new EdgeDefinition { From = ids[from], To = ids[to], When = MakeCondition(random) });
                }
            }
        }

        AddLoops(random, ids, edges);
        var nodes = ids.Select(id => MakeNode(random, id, edges.Count(e => e.To == id && !e.IsLoop))).ToArray();
        random.Shuffle(nodes);
        EdgeDefinition[] shuffled = [.. edges];
        random.Shuffle(shuffled);
        return new WorkflowDefinition
        {
            Name = "random", Pattern = WorkflowPattern.Graph, Nodes = nodes, Edges = shuffled,
        };
    }

    private static void AddLoops(Random random, string[] ids, List<EdgeDefinition> edges)
    {
        var forward = edges.ToList();
        for (var tries = random.Next(0, 5); tries > 0; tries--)
        {
            var from = ids[random.Next(ids.Length)];
            HashSet<string> upstream = [from];
            while (forward.FirstOrDefault(e => upstream.Contains(e.To) && !upstream.Contains(e.From)) is { } edge)
            {
                upstream.Add(edge.From);
            }

            var to = upstream.Order().ElementAt(random.Next(upstream.Count));
            if (!edges.Any(e => e.IsLoop && e.From == from && e.To == to))
            {
                edges.Add(new EdgeDefinition
                {
                    From = from, To = to, When = MakeCondition(random), LoopMax = random.Next(1, 4),
                });
            }
        }
    }

    private static NodeDefinition MakeNode(Random random, string id, int incoming) => new()
    {
        Id = id,
        Run = ["true"],
        ContinueOnFailure = random.Next(5) == 0,
        Join = random.Next(4) switch
        {
            0 => JoinRule.Any,
            1 when incoming > 0 => JoinRule.Of(random.Next(1, incoming + 1)),
            _ => JoinRule.All,
        },
    };

    private static Condition? MakeCondition(Random random) => random.Next(6) switch
    {
        0 or 1 => null,
        2 => new Comparison("status", ComparisonOperator.EqualTo, Json("\"failed\"")),
        3 => new AnyOf([Equal(random), new Comparison("status", ComparisonOperator.EqualTo, Json("\"failed\""))]),
        4 => new Negation(Equal(random)),
        _ => Equal(random),
    };

    private static Comparison Equal(Random random) =>
        new("x", ComparisonOperator.EqualTo, Json(random.Next(3).ToString()));

    public static JsonElement Json(string text) => JsonElement.Parse(text);
}
