using System.Text.Json.Nodes;
using Swarm.Core.Patterns;

namespace Swarm.Tests.Functions.Properties;

/// <summary>
/// Makes workflows of all patterns and kinds of nodes, nested in each other. They end the same way however their work
/// is timed, unless something in them fails that nobody takes; what their commands do is told by
/// <see cref="FakeWork"/>.
/// </summary>
internal sealed class RandomWorkflows
{
    /// <summary>The variable that tells a node's locks.</summary>
    public const string Held = "HELD";

    /// <summary>The event that is never sent.</summary>
    public const string Never = "never";

    /// <summary>Stands for the words in which it is told why the fallback was needed.</summary>
    public const string FallbackTaken = "it was needed";

    /// <summary>The input that every workflow has.</summary>
    public const string Input = "p";

    /// <summary>A workflow that is stored before, and named by nodes.</summary>
    public const string Stored = """
        version: 1
        name: stored-before
        pattern: sequential
        inputs: { p: { type: string } }
        steps:
          - { id: one, run: [work, "${inputs.p}"] }
          - { id: two, run: [follow, x] }
        outputs: { out: "${two.stdout}" }
        """;

    /// <summary>How rare graphs are that have more nodes than one orchestration runs.</summary>
    private const int WideEvery = 30;

    private readonly Random _random;
    private readonly RandomNodes _nodes;
    private readonly RandomPlacement _placement;
    private readonly RandomPlans _plans;

    public RandomWorkflows(Random random)
    {
        _random = random;
        _placement = new RandomPlacement(random);
        _nodes = new RandomNodes(random, _placement, Body);
        _plans = new RandomPlans(random, _nodes, _placement, Body);
    }

    /// <summary>The events that the workflow's nodes wait for; each is waited for once.</summary>
    public IReadOnlyList<string> Events => _nodes.Events;

    /// <summary>A whole file.</summary>
    public JsonObject File(string name)
    {
        var file = new JsonObject { ["version"] = 1, ["name"] = name };
        foreach (var (field, value) in Body(depth: 0, inList: false, out _).ToArray())
        {
            file[field] = value?.DeepClone();
        }

        file["inputs"]![Input]!["default"] = "seed";
        if (_random.Next(4) == 0)
        {
            var retry = new JsonObject { ["attempts"] = 2, ["backoff"] = "PT0S" };
            var defaults = new JsonObject { ["retry"] = retry, ["priority"] = "low", ["timeout"] = "PT9M" };
            _placement.AddDefaults(defaults);
            file["defaults"] = defaults;
        }

        return file;
    }

    /// <summary>A workflow; <paramref name="output"/> is the field of what it puts out, if any is sure.</summary>
    private JsonObject Body(int depth, bool inList, out string? output)
    {
        var body = Pattern(depth, inList, out output);
        body["inputs"] = new JsonObject { [Input] = new JsonObject { ["type"] = "string" } };
        if (_random.Next(6) == 0 && (string?)body["pattern"] != "mixture")
        {
            body["checkpoints"] = _random.Next(3) switch { 0 => "low", 1 => "medium", _ => "high" };
        }

        return body;
    }

    private JsonObject Pattern(int depth, bool inList, out string? output)
    {
        switch (_random.Next(depth == 0 ? 8 : 7))
        {
            case 0 or 1:
                return Sequence(depth, inList, out output);
            case 2:
                return SideBySide(depth, inList, out output);
            case 3:
                output = "value";
                return Mixture();
            case 4 when depth < RandomNodes.MaxDepth:
                output = "result";
                return _plans.Hierarchy(depth, inList);
            case 6 when depth == 0 && _random.Next(WideEvery) == 0:
                output = null;
                return Wide();
            case 5:
                output = null;
                return Loop(depth);
            default:
                return _random.Next(2) == 0
                    ? Graph(depth, inList, out output)
                    : ConditionalGraph(depth, inList, out output);
        }
    }

    private JsonObject Sequence(int depth, bool inList, out string? output)
    {
        var steps = new JsonArray();
        var count = _random.Next(1, 5);
        var hasWork = false;
        string? previous = null;
        for (var i = 0; i < count; i++)
        {
            var takes = previous is "stdout" or "value";
            var step = _nodes.Node(
                depth,
                inList,
                previous is null ? [] : [$"${{previous.{previous}}}"],
                out previous,
                hasWork,
                takes);
            hasWork |= step.ContainsKey("run") || step.ContainsKey("prompt") || step.ContainsKey("workflow");
            step["id"] = $"s{i}";
            _nodes.AddCompensation($"s{i}", step);
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
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var node = _nodes.Node(depth, inList, [], out var field);
            _nodes.AddCompensation($"c{i}", node);
            nodes[$"c{i}"] = node;
            outputs[$"o{i}"] = field is null ? "none" : $"${{c{i}.{field}}}";
        }

        output = outputs.First().Key;
        return new JsonObject
        {
            ["pattern"] = "concurrent",
            ["onFailure"] = _random.Next(3) == 0 ? "failFast" : "collect",
            ["maxParallel"] = _random.Next(1, 4),
            ["nodes"] = nodes,
            ["outputs"] = outputs,
        };
    }

    /// <summary>Every node runs, and refers to what those before it put out.</summary>
    private JsonObject Graph(int depth, bool inList, out string? output)
    {
        var nodes = new JsonObject();
        var known = new List<(string Id, string? Field)>();
        for (var i = 0; i < _random.Next(2, 6); i++)
        {
            var needs = known.Where(_ => _random.Next(3) == 0).ToList();
            var references = needs.Where(need => need.Field is not null)
                .Select(need => $"${{{need.Id}.{need.Field}}}").ToList();
            var node = _nodes.Node(depth, inList, references, out var field);
            node["needs"] = new JsonArray([.. needs.Select(need => JsonValue.Create(need.Id))]);
            _nodes.AddCompensation($"n{i}", node);
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
        var count = _random.Next(3, 7);
        var nodes = new JsonObject();
        var edges = new JsonArray();
        for (var to = 0; to < count; to++)
        {
            var node = _nodes.Node(depth, inList, [], out _);
            var incoming = 0;
            for (var from = 0; from < to; from++)
            {
                if (_random.Next(3) > 0)
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

            if (_random.Next(3) == 0 && incoming > 0)
            {
                node["join"] = _random.Next(2) == 0
                    ? "any"
                    : new JsonObject { ["count"] = _random.Next(1, incoming + 1) };
            }

            if (_random.Next(2) == 0)
            {
                node["continueOnFailure"] = true;
            }

            _nodes.AddCompensation($"n{to}", node);
            nodes[$"n{to}"] = node;
        }

        output = null;
        return new JsonObject { ["nodes"] = nodes, ["edges"] = edges };
    }

    private JsonObject? Condition() => _random.Next(4) switch
    {
        0 => new JsonObject { ["path"] = "status", ["equals"] = "completed" },
        1 => new JsonObject { ["path"] = "status", ["equals"] = "failed" },
        2 => new JsonObject { ["not"] = new JsonObject { ["path"] = "status", ["equals"] = "completed" } },
        _ => null,
    };

    /// <summary>
    /// Tests fail so many times, and each time something is fixed; sometimes too often, and sometimes they break. What
    /// is done again may be anything.
    /// </summary>
    private JsonObject Loop(int depth)
    {
        var nodes = new JsonObject { ["start"] = RandomNodes.Run("work") };
        var edges = new JsonArray();
        string? made = null;
        if (_random.Next(2) == 0)
        {
            nodes["make"] = _nodes.Node(depth, inList: true, ["${start.stdout}"], out made);
            edges.Add(new JsonObject { ["from"] = "start", ["to"] = "make" });
        }

        var first = nodes.Last().Key == "make" ? "make" : "test";
        nodes["test"] = RandomNodes.Run(
            [
                "test", $"{_random.Next(0, 5)}",
                .. _random.Next(5) == 0 ? new[] { "break" } : [],
                .. made is null ? [] : new[] { $"${{make.{made}}}" },
            ]);
        edges.Add(new JsonObject { ["from"] = first == "make" ? "make" : "start", ["to"] = "test" });
        edges.Add(Edge("test", "end", "equals"));
        JsonObject back;
        if (_random.Next(3) == 0)
        {
            back = Edge("test", first, "notEquals");
        }
        else
        {
            nodes["fix"] = _random.Next(2) == 0
                ? RandomNodes.Run("work", "${test.stdout}")
                : _nodes.Node(depth, inList: true, ["${test.stdout}"], out _);
            edges.Add(Edge("test", "fix", "notEquals"));
            back = new JsonObject { ["from"] = "fix", ["to"] = first };
        }

        back["loop"] = new JsonObject { ["max"] = 3 };
        edges.Add(back);
        foreach (var (id, node) in nodes)
        {
            _nodes.AddCompensation(id, node!.AsObject());
        }

        nodes["end"] = RandomNodes.Run("work", "${test.stdout}");
        return new JsonObject { ["nodes"] = nodes, ["edges"] = edges };
    }

    /// <summary>So many nodes that groups run them, all of them twice.</summary>
    private static JsonObject Wide()
    {
        var nodes = new JsonObject { ["start"] = RandomNodes.Run("work") };
        for (var i = 0; i <= Nesting.MaxChildren; i++)
        {
            nodes[$"w{i}"] = RandomNodes.Run("work", "${start.stdout}");
        }

        var wide = nodes.Skip(1).Select(node => JsonValue.Create(node.Key)).ToArray();
        nodes["test"] = RandomNodes.Run("test", "1", "${w7.stdout}");
        nodes["end"] = RandomNodes.Run("work", "${test.stdout}");
        var back = Edge("test", "start", "notEquals");
        back["loop"] = new JsonObject { ["max"] = 1 };
        return new JsonObject
        {
            ["nodes"] = nodes,
            ["edges"] = new JsonArray(
                new JsonObject { ["from"] = "start", ["to"] = new JsonArray([.. wide.Select(id => id.DeepClone())]) },
                new JsonObject { ["from"] = new JsonArray([.. wide.Select(id => id.DeepClone())]), ["to"] = "test" },
                Edge("test", "end", "equals"),
                back),
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
        var rule = _random.Next(5);
        var failing = 0;
        var count = _random.Next(1, 5);
        for (var i = 0; i < count; i++)
        {
            var fails = _random.Next(10) == 0;
            failing += fails ? 1 : 0;
            nodes[$"e{i}"] = fails ? RandomNodes.Run("fail") : _placement.Private(Expert(rule));
        }

        var body = new JsonObject { ["pattern"] = "mixture", ["nodes"] = nodes };
        if (failing > 0 && failing < count && _random.Next(3) > 0)
        {
            // With fewer it would be chance whose answers count.
            body["quorum"] = count - failing;
        }

        switch (rule)
        {
            case 0:
                body["decide"] = new JsonObject { ["synthesiser"] = RandomNodes.Run("work", "${answers}") };
                break;
            case 1:
                body["decide"] = new JsonObject { ["best"] = "value" };
                break;
            case 2:
                body["decide"] = new JsonObject { ["best"] = "score" };
                break;
        }

        return body;
    }

    private JsonObject Expert(int rule)
    {
        switch (rule)
        {
            case 1:
                var number = RandomNodes.Run("number", $"{_random.Next(5)}");
                number["output"] = "json";
                return number;
            case 2:
                return _nodes.Judged(RandomNodes.Run("work"), below: "continue");
            default:
                return RandomNodes.Run("say", _random.Next(2) == 0 ? "Yes" : " no ");
        }
    }
}
