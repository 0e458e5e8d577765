using System.Text.Json.Nodes;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Functions.Properties;

/// <summary>Makes hierarchies: directors, also inside of each other, and what they plan.</summary>
/// <param name="random">Decides.</param>
/// <param name="nodes">Makes nodes.</param>
/// <param name="placement">Says where their work is done.</param>
/// <param name="body">Makes a workflow, so deep inside of others.</param>
internal sealed class RandomPlans(
    Random random, RandomNodes nodes, RandomPlacement placement, RandomNodes.BodyMaker body)
{
    /// <summary>A director with the plans that it will make.</summary>
    public JsonObject Hierarchy(int depth, bool inList)
    {
        var plans = Enumerable.Range(0, random.Next(0, 4)).Select(_ => Plan()).ToArray();
        var worker = RandomNodes.Run("work", "${subtask.input.v}", "${subtask.title}");
        var hierarchy = new JsonObject
        {
            ["pattern"] = "hierarchical",
            ["director"] = random.Next(6) == 0
                ? RandomNodes.Run("fail")
                : placement.Private(RandomNodes.Run(["direct", RandomNodes.Given, .. plans])),
            ["workers"] = new JsonObject
            {
                ["w"] = placement.Private(nodes.Judged(worker)),
                ["bad"] = RandomNodes.Run("fail"),
                ["ask"] = new JsonObject { ["checkpoint"] = "Shall I ${subtask.title}?" },
            },
            ["limits"] = new JsonObject
            {
                ["rounds"] = random.Next(1, 4),
                ["nodes"] = random.Next(3, 9),
                ["corrections"] = random.Next(3),
                ["depth"] = random.Next(3),
            },
        };
        if (random.Next(2) == 0)
        {
            hierarchy["fallback"] = random.Next(2) == 0
                ? RandomNodes.Run("work", "instead")
                : new JsonObject
                {
                    ["workflow"] = Instead(depth + 1, inList),
                    ["input"] = new JsonObject { [RandomWorkflows.Input] = "instead" },
                };
        }

        return hierarchy;
    }

    /// <summary>Any workflow that does not itself tell in words why a fallback was needed.</summary>
    private JsonObject Instead(int depth, bool inList)
    {
        JsonObject made;
        do
        {
            made = body(depth, inList, out _);
        }
        while ((string?)made["pattern"] == "hierarchical");
        return made;
    }

    private string Plan()
    {
        var subtasks = new JsonArray();
        for (var i = random.Next(6) == 0 ? 0 : random.Next(1, 4); i > 0; i--)
        {
            var place = subtasks.Count;
            var isPlanned = random.Next(4) == 0;
            var worker = random.Next(7) switch { 0 => "bad", 1 => "ask", _ => "w" };
            var subtask = new JsonObject
            {
                ["id"] = $"t{place}",
                ["title"] = $"title {random.Next(10)}",
                ["worker"] = isPlanned ? HierarchyDefinition.Director : worker,
                ["continueOnFailure"] = random.Next(3) > 0,
                ["input"] = isPlanned
                    ? new JsonObject { [RandomWorkflows.Input] = $"{FakeWork.Skip}{random.Next(4)}" }
                    : new JsonObject { ["v"] = $"value {random.Next(10)}" },
            };
            if (place > 0 && random.Next(2) == 0)
            {
                subtask["needs"] = new JsonArray($"t{place - 1}");
            }

            subtasks.Add(subtask);
        }

        return new JsonObject { ["subtasks"] = subtasks }.ToJsonString();
    }
}
