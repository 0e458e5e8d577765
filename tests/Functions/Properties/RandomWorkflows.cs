using System.Text.Json.Nodes;

namespace Swarm.Tests.Functions.Properties;

/// <summary>
/// Makes workflows of all patterns and kinds of nodes, nested in each other. They end the same way however their work
/// is
/// timed, unless something in them fails that nobody takes; what their commands do is told by <see cref="FakeWork"/>.
/// </summary>
internal sealed class RandomWorkflows(Random random)
{
    /// <summary>The variable that tells a node's locks.</summary>
    public const string Held = "HELD";

    private const int MaxDepth = 2;

    private readonly List<string> _events = [];

    /// <summary>The events that the workflow's nodes wait for; each is waited for once.</summary>
    public IReadOnlyList<string> Events => _events;

    /// <summary>A whole file.</summary>
    public JsonObject File(string name)
    {
        var file = new JsonObject { ["version"] = 1, ["name"] = name };
        file["inputs"] = new JsonObject { ["v"] = new JsonObject { ["type"] = "string", ["default"] = "seed" } };
        foreach (var (field, value) in Body(depth: 0, inList: false, out _).ToArray())
        {
            file[field] = value?.DeepClone();
        }

        return file;
    }

    /// <summary>A workflow; <paramref name="output"/> is the field of what it puts out, if any is sure.</summary>
    private JsonObject Body(int depth, bool inList, out string? output)
    {
        switch (random.Next(depth == 0 ? 7 : 6))
        {
            case 0:
                return Sequence(depth, inList, out output);
            case 1:
                return SideBySide(depth, inList, out output);
            case 2:
                output = "value";
                return Mixture();
            case 3 when depth < MaxDepth:
                output = "result";
                return Hierarchy();
            case 4:
                output = null;
                return Loop();
            default:
                return random.Next(2) == 0
                    ? Graph(depth, inList, out output)
                    : ConditionalGraph(depth, inList, out output);
        }
    }

    private JsonObject Sequence(int depth, bool inList, out string? output)
    {
        var steps = new JsonArray();
        var count = random.Next(1, 4);
        string? previous = null;
        for (var i = 0; i < count; i++)
        {
            var step = Node(depth, inList, previous is null ? [] : [$"${{previous.{previous}}}"], out previous);
            step["id"] = $"s{i}";
            steps.Add(step);
        }

        output = previous is null ? null : "out";
        var body = new JsonObject { ["pattern"] = "sequential", ["steps"] = steps };
        if (previous is not null)
        {
            body["outputs"] = new JsonObject { ["out"] = $"${{s{count - 1}.{previous}}}" };
        }

        return body;
    }

    private JsonObject SideBySide(int depth, bool inList, out string? output)
    {
        var nodes = new JsonObject();
        var outputs = new JsonObject();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            nodes[$"c{i}"] = Node(depth, inList, [], out var field);
            outputs[$"o{i}"] = field is null ? "none" : $"${{c{i}.{field}}}";
        }

        output = outputs.First().Key;
        return new JsonObject
        {
            ["pattern"] = "concurrent",
            ["onFailure"] = random.Next(3) == 0 ? "failFast" : "collect",
            ["maxParallel"] = random.Next(1, 4),
            ["nodes"] = nodes,
            ["outputs"] = outputs,
        };
    }

    /// <summary>Every node runs, and refers to what those before it put out.</summary>
    private JsonObject Graph(int depth, bool inList, out string? output)
    {
        var nodes = new JsonObject();
        var known = new List<(string Id, string? Field)>();
        for (var i = 0; i < random.Next(2, 6); i++)
        {
            var needs = known.Where(_ => random.Next(3) == 0).ToList();
            var references = needs.Where(need => need.Field is not null)
                .Select(need => $"${{{need.Id}.{need.Field}}}").ToList();
            var node = Node(depth, inList, references, out var field);
            node["needs"] = new JsonArray([.. needs.Select(need => JsonValue.Create(need.Id))]);
            nodes[$"n{i}"] = node;
            known.Add(($"n{i}", field));
        }

        var last = known.LastOrDefault(node => node.Field is not null);
        output = last.Field is null ? null : "out";
        var body = new JsonObject { ["nodes"] = nodes };
        if (output is not null)
        {
            body["outputs"] = new JsonObject { ["out"] = $"${{{last.Id}.{last.Field}}}" };
        }

        return body;
    }

    /// <summary>Branches are taken or not, joins wait for all or some, failures lead on or are passed over.</summary>
    private JsonObject ConditionalGraph(int depth, bool inList, out string? output)
    {
        var count = random.Next(3, 7);
        var nodes = new JsonObject();
        var edges = new JsonArray();
        for (var to = 0; to < count; to++)
        {
            var node = Node(depth, inList, [], out _);
            var incoming = 0;
            for (var from = 0; from < to; from++)
            {
                if (random.Next(3) > 0)
                {
                    continue;
                }

                incoming++;
                var edge = new JsonObject { ["from"] = $"n{from}", ["to"] = $"n{to}" };
                if (Condition() is { } condition)
                {
                    edge["when"] = condition;
                }

                edges.Add(edge);
            }

            if (incoming == 0)
            {
                node["needs"] = new JsonArray();
            }

            if (random.Next(3) == 0 && incoming > 0)
            {
                node["join"] = random.Next(2) == 0
                    ? "any"
                    : new JsonObject { ["count"] = random.Next(1, incoming + 1) };
            }

            if (random.Next(2) == 0)
            {
                node["continueOnFailure"] = true;
            }

            nodes[$"n{to}"] = node;
        }

        output = null;
        return new JsonObject { ["nodes"] = nodes, ["edges"] = edges };
    }

    private JsonObject? Condition() => random.Next(4) switch
    {
        0 => new JsonObject { ["path"] = "status", ["equals"] = "completed" },
        1 => new JsonObject { ["path"] = "status", ["equals"] = "failed" },
        2 => new JsonObject { ["not"] = new JsonObject { ["path"] = "status", ["equals"] = "completed" } },
        _ => null,
    };

    /// <summary>Tests fail so many times, and each time something is fixed; sometimes too often.</summary>
    private JsonObject Loop()
    {
        var edges = new JsonArray
        {
            new JsonObject { ["from"] = "start", ["to"] = "test" },
            Edge("test", "end", "equals"),
            Edge("test", "fix", "notEquals"),
            new JsonObject
            {
                ["from"] = "fix", ["to"] = "test", ["loop"] = new JsonObject { ["max"] = 3 },
            },
        };
        return new JsonObject
        {
            ["nodes"] = new JsonObject
            {
                ["start"] = Run("work"),
                ["test"] = Run("test", $"{random.Next(0, 5)}"),
                ["fix"] = Run("work"),
                ["end"] = Run("work", "${test.stdout}"),
            },
            ["edges"] = edges,
        };
    }

    private static JsonObject Edge(string from, string to, string comparison) => new()
    {
        ["from"] = from,
        ["to"] = to,
        ["when"] = new JsonObject { ["path"] = "exitCode", [comparison] = 0 },
    };

    private JsonObject Mixture()
    {
        var nodes = new JsonObject();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            nodes[$"e{i}"] = random.Next(12) == 0 ? Run("fail") : Run("say", random.Next(2) == 0 ? "Yes" : " no ");
        }

        var body = new JsonObject { ["pattern"] = "mixture", ["nodes"] = nodes };
        if (random.Next(3) == 0)
        {
            body["decide"] = new JsonObject { ["synthesiser"] = Run("work", "${answers}") };
        }

        return body;
    }

    private JsonObject Hierarchy()
    {
        var plans = Enumerable.Range(0, random.Next(0, 3)).Select(_ => Plan()).ToArray();
        return new JsonObject
        {
            ["pattern"] = "hierarchical",
            ["director"] = Run(["direct", .. plans]),
            ["workers"] = new JsonObject { ["w"] = Run("work", "${subtask.input.v}", "${subtask.title}") },
        };
    }

    private string Plan()
    {
        var subtasks = new JsonArray();
        for (var i = 0; i < random.Next(1, 4); i++)
        {
            var subtask = new JsonObject
            {
                ["id"] = $"t{i}",
                ["worker"] = "w",
                ["input"] = new JsonObject { ["v"] = $"value {random.Next(10)}" },
            };
            if (i > 0 && random.Next(2) == 0)
            {
                subtask["needs"] = new JsonArray($"t{i - 1}");
            }

            subtasks.Add(subtask);
        }

        return new JsonObject { ["subtasks"] = subtasks }.ToJsonString();
    }

    /// <summary>A node of any kind; <paramref name="field"/> is a field that it is sure to put out, if any.</summary>
    private JsonObject Node(int depth, bool inList, IReadOnlyList<string> references, out string? field)
    {
        switch (random.Next(12))
        {
            case 0:
                field = "decision";
                return new JsonObject { ["checkpoint"] = $"Go on? {string.Join(' ', references)}" };
            case 1 when !inList:
                field = "data";
                var name = $"e{_events.Count}";
                _events.Add(name);
                return new JsonObject { ["wait"] = new JsonObject { ["event"] = name, ["timeout"] = "PT1H" } };
            case 2 or 3 when depth < MaxDepth:
                var body = Body(depth + 1, inList, out field);
                return new JsonObject { ["workflow"] = body };
            case 4:
                field = "values";
                var copies = Work([.. references, "${index}"]);
                copies["copies"] = random.Next(1, 4);
                return Collected(copies);
            case 5:
                field = "values";
                var list = Work([.. references, "${item.k}"]);
                list["forEach"] = new JsonArray(new JsonObject { ["k"] = 1 }, new JsonObject { ["k"] = "two" });
                return Collected(list);
            case 6 when depth < MaxDepth:
                field = "count";
                return Collected(new JsonObject
                {
                    ["copies"] = random.Next(1, 3),
                    ["workflow"] = Body(depth + 1, inList: true, out _),
                });
            case 7:
                field = "value";
                var json = Run(["json", .. references]);
                json["output"] = "json";
                return json;
            default:
                field = "stdout";
                return Work(references);
        }
    }

    private JsonObject Collected(JsonObject node)
    {
        node["onFailure"] = random.Next(5) == 0 ? "failFast" : "collect";
        node["maxParallel"] = random.Next(1, 4);
        return node;
    }

    private JsonObject Work(IReadOnlyList<string> references)
    {
        var node = Run([random.Next(15) switch { 0 => "fail", 1 => "flaky", _ => "work" }, .. references]);
        if (random.Next(4) == 0)
        {
            // The worker sees which ones it is given, so that it can tell when two nodes have the same.
            string[] locks = [$"l{random.Next(5)}", $"l{random.Next(5)}"];
            node["locks"] = new JsonArray([.. locks.Select(name => JsonValue.Create(name))]);
            node["env"] = new JsonObject { [Held] = string.Join(' ', locks.Distinct()) };
        }

        if (random.Next(3) == 0)
        {
            node["retry"] = new JsonObject { ["attempts"] = 2, ["backoff"] = "PT0S" };
        }

        return node;
    }

    private static JsonObject Run(params string[] run) => new()
    {
        ["run"] = new JsonArray([.. run.Select(argument => JsonValue.Create(argument))]),
        ["accept"] = new JsonArray(0, 1, 2),
    };
}
