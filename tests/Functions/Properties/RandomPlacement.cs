using System.Text.Json.Nodes;

namespace Swarm.Tests.Functions.Properties;

/// <summary>Says where the work of random nodes may and should be done.</summary>
internal sealed class RandomPlacement(Random random)
{
    /// <summary>Sometimes work says where; a node that stands for a workflow can say how private it is.</summary>
    public JsonObject Placed(JsonObject node)
    {
        if (node.ContainsKey("checkpoint") || node.ContainsKey("wait"))
        {
            return node;
        }

        if (random.Next(6) == 0)
        {
            node["privacy"] = random.Next(3) == 0 ? "normal" : "sensitive";
        }

        if (node.ContainsKey("workflow"))
        {
            return node;
        }

        if (random.Next(8) == 0)
        {
            node["requires"] = Requirements();
        }

        if (random.Next(8) == 0)
        {
            node["affinity"] = new JsonObject { ["session"] = $"talk-{random.Next(3)}" };
        }

        if (random.Next(8) == 0)
        {
            node["prefer"] = new JsonObject { ["labels"] = new JsonArray(RandomWorkers.Special) };
        }

        if (random.Next(12) == 0)
        {
            node["permission"] = "supervised";
        }

        if (random.Next(60) == 0)
        {
            node["requires"] = new JsonObject { ["labels"] = new JsonArray(RandomWorkers.Nowhere) };
            node["queueTimeout"] = "PT1S";
        }

        return node;
    }

    /// <summary>Sometimes work of which all depends is private, without being asked more than that.</summary>
    public JsonObject Private(JsonObject node)
    {
        if (random.Next(12) == 0)
        {
            node["privacy"] = "sensitive";
        }

        return node;
    }

    /// <summary>What a file may say for all of its nodes.</summary>
    public void AddDefaults(JsonObject defaults)
    {
        if (random.Next(4) == 0)
        {
            defaults["privacy"] = "sensitive";
        }

        if (random.Next(3) == 0)
        {
            defaults["requires"] = Requirements();
        }
    }

    private JsonObject Requirements() => random.Next(3) switch
    {
        0 => new JsonObject { ["labels"] = new JsonArray(RandomWorkers.Special) },
        1 => new JsonObject { ["labels"] = new JsonArray(RandomWorkers.Usual, RandomWorkers.Special) },
        _ => new JsonObject { ["labels"] = new JsonArray(RandomWorkers.Usual), ["specialisation"] = "review" },
    };
}
