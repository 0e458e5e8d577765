using System.Text.Json.Nodes;

namespace Swarm.Tests.Functions.Properties;

/// <summary>Makes nodes of all kinds.</summary>
/// <param name="random">Decides.</param>
/// <param name="placement">Says where their work is done.</param>
/// <param name="body">Makes a workflow, so deep inside of others.</param>
internal sealed class RandomNodes(Random random, RandomPlacement placement, RandomNodes.BodyMaker body)
{
    /// <summary>How deep workflows lie in workflows.</summary>
    public const int MaxDepth = 2;

    /// <summary>What its workflow was given.</summary>
    public const string Given = "${inputs." + RandomWorkflows.Input + "}";

    private static readonly string[] s_failures = ["exit", "timeout", "error", "output"];

    private readonly List<string> _events = [];

    /// <summary>Makes a workflow; its last parameter is the field of what it puts out, if any is sure.</summary>
    public delegate JsonObject BodyMaker(int depth, bool inList, out string? output);

    /// <summary>The events that nodes wait for; each is waited for once.</summary>
    public IReadOnlyList<string> Events => _events;

    /// <summary>A command that any exit code suits.</summary>
    public static JsonObject Run(params string[] run) => new()
    {
        ["run"] = new JsonArray([.. run.Select(argument => JsonValue.Create(argument))]),
        ["accept"] = new JsonArray(0, 1, 2),
    };

    /// <summary>A node of any kind.</summary>
    /// <param name="depth">How deep its workflow lies.</param>
    /// <param name="inList">True where it runs several times, and an event would go to one of them.</param>
    /// <param name="references">What it refers to.</param>
    /// <param name="field">A field that it is sure to put out, if any.</param>
    /// <param name="hasWork">True when there is work before it that a person can have done again.</param>
    /// <param name="takes">True when it may take in what the step before it has put out.</param>
    public JsonObject Node(
        int depth,
        bool inList,
        IReadOnlyList<string> references,
        out string? field,
        bool hasWork = false,
        bool takes = false) =>
        placement.Placed(Anywhere(depth, inList, references, out field, hasWork, takes));

    private JsonObject Anywhere(
        int depth, bool inList, IReadOnlyList<string> references, out string? field, bool hasWork, bool takes)
    {
        switch (random.Next(15))
        {
            case 0 or 1 when hasWork || random.Next(2) == 0:
                field = "decision";
                var words = hasWork && random.Next(3) > 0 ? Answers.Correctable : "Go on";
                return new JsonObject { ["checkpoint"] = $"{words}? {string.Join(' ', references)}" };
            case 2:
                return Wait(inList, out field);
            case 3 or 4 when depth < MaxDepth:
                return Inner(depth, inList, references, out field);
            case 5:
                field = "values";
                var copies = Work([.. references, "${index}"]);
                copies["copies"] = random.Next(1, 4);
                return Collected(copies);
            case 6:
                field = "values";
                var known = references.Count > 0 && random.Next(2) == 0 ? references[0] : null;
                var list = Work([.. references, known is null ? "${item.k}" : "${item}"]);
                list["forEach"] = known is not null
                    ? known
                    : new JsonArray(new JsonObject { ["k"] = 1 }, new JsonObject { ["k"] = "two" });
                return Collected(list);
            case 7 when depth < MaxDepth:
                field = "count";
                var inner = Inner(depth, inList: true, ["${index}"], out _);
                inner["copies"] = random.Next(1, 3);
                return Collected(inner);
            case 8 or 9:
                field = "value";
                var json = Run([random.Next(6) switch { 0 => "babble", < 4 => "json", _ => "list" }, .. references]);
                json["output"] = "json";
                return Retried(json);
            case 10:
                field = "stdout";
                return random.Next(2) == 0
                    ? new JsonObject { ["tool"] = "claude-code", ["prompt"] = $"Do: {string.Join(' ', references)}" }
                    : new JsonObject { ["script"] = "make it" };
            case 11 when takes:
                field = "stdout";
                return Judged(Run(["follow", .. references]));
            default:
                field = "stdout";
                return Judged(Work(references));
        }
    }

    /// <summary>Sometimes what a node has done can be undone.</summary>
    public void AddCompensation(string id, JsonObject node)
    {
        if (random.Next(4) == 0)
        {
            var seen = node.ContainsKey("run") && !node.ContainsKey("copies") && !node.ContainsKey("forEach")
                ? $"${{{id}.stdout}}"
                : "it";
            node["compensate"] = Run(random.Next(8) == 0 ? ["fail"] : ["undo", seen]);
        }
    }

    /// <summary>Sometimes what a node puts out is judged.</summary>
    public JsonObject Judged(JsonObject node, string? below = null)
    {
        if (below is null && random.Next(4) > 0)
        {
            return node;
        }

        var judges = new JsonObject();
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            var scores = Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => random.Next(25) == 0 && below is null ? "bad" : $"{random.Next(3, 11)}");
            var judge = new JsonObject
            {
                ["run"] = new JsonArray([.. new[] { "score", "${previous.stdout}" }.Concat(scores)
                    .Select(text => JsonValue.Create(text))]),
                ["weight"] = random.Next(1, 4),
            };
            judges[$"j{i}"] = judge;
        }

        node["evaluate"] = new JsonObject
        {
            ["by"] = judges,
            ["threshold"] = random.Next(4, 9),
            ["below"] = below ?? random.Next(7) switch
            {
                0 => "fail",
                1 or 2 => "continue",
                3 or 4 => "checkpoint",
                _ => "retry",
            },
            ["attempts"] = random.Next(1, 4),
        };
        return node;
    }

    private JsonObject Wait(bool inList, out string? field)
    {
        field = "data";
        switch (random.Next(8))
        {
            case 0 when !inList:
                var limit = new JsonObject { ["event"] = RandomWorkflows.Never, ["timeout"] = "PT1S" };
                limit["onTimeout"] = random.Next(4) == 0 ? "fail" : "continue";
                return new JsonObject { ["wait"] = limit };
            case > 1 when !inList:
                var name = $"e{_events.Count}";
                _events.Add(name);
                return new JsonObject { ["wait"] = new JsonObject { ["event"] = name, ["timeout"] = "PT1H" } };
            default:
                return new JsonObject { ["wait"] = "PT1S" };
        }
    }

    private JsonObject Inner(int depth, bool inList, IReadOnlyList<string> references, out string? field)
    {
        var input = new JsonObject { [RandomWorkflows.Input] = $"given {string.Join(' ', references)}" };
        if (random.Next(6) == 0)
        {
            field = "out";
            return new JsonObject { ["workflow"] = "stored-before", ["input"] = input };
        }

        return new JsonObject { ["workflow"] = body(depth + 1, inList, out field), ["input"] = input };
    }

    private JsonObject Collected(JsonObject node)
    {
        node["onFailure"] = random.Next(5) == 0 ? "failFast" : "collect";
        node["maxParallel"] = random.Next(1, 4);
        return node;
    }

    private JsonObject Work(IReadOnlyList<string> references)
    {
        var failing = new[] { "exit", "timeout", "error", "hopeless" }[random.Next(4)];
        string[] command = random.Next(16) switch
        {
            0 => ["fail", failing],
            1 or 2 => ["flaky", failing],
            3 => ["take"],
            _ => ["work"],
        };
        var node = Run([.. command, .. references, .. random.Next(4) == 0 ? new[] { Given } : []]);
        if (command[0] == "take")
        {
            node["input"] = new JsonObject { [FakeCall.Input] = $"{Given} {string.Join(' ', references)}" };
        }

        if (random.Next(4) == 0)
        {
            // The worker sees which ones it is given, so that it can tell when two nodes have the same.
            string[] locks = [$"l{random.Next(5)}", $"l{random.Next(5)}"];
            node["locks"] = new JsonArray([.. locks.Select(name => JsonValue.Create(name))]);
            node["env"] = new JsonObject { [RandomWorkflows.Held] = string.Join(' ', locks.Distinct()) };
        }

        if (random.Next(4) == 0)
        {
            node["priority"] = random.Next(2) == 0 ? "high" : "low";
        }

        return Retried(node);
    }

    private JsonObject Retried(JsonObject node)
    {
        if (random.Next(3) > 0)
        {
            return node;
        }

        var retry = new JsonObject { ["attempts"] = random.Next(2, 4), ["backoff"] = "PT0S" };
        if (random.Next(2) == 0)
        {
            var failures = s_failures.Where(_ => random.Next(2) == 0).DefaultIfEmpty("exit");
            retry["on"] = new JsonArray([.. failures.Select(failure => JsonValue.Create(failure))]);
        }

        node["retry"] = retry;
        return node;
    }
}
