using System.Text.Json;
using Swarm.Core.Workflows.Parsing;
using NodeIds = Swarm.Core.Workflows.Parsing.Ids;

namespace Swarm.Core.Patterns;

/// <summary>
/// Reads a director's plan and finds everything that is wrong with it. The same rules are published as a JSON Schema
/// (<see cref="PlanSchema"/>), but for those between subtasks.
/// </summary>
public sealed class PlanReader
{
    private const int MaxErrors = 20;
    private const int TitleMaxLength = 200;

    private static readonly string[] s_planFields = ["done", "result", "subtasks", "summary"];
    private static readonly string[] s_subtaskFields =
        ["id", "worker", "title", "input", "needs", "continueOnFailure"];

    private readonly IReadOnlyList<string> _workers;
    private readonly int _maxSubtasks;
    private readonly List<string> _errors = [];

    private PlanReader(IReadOnlyList<string> workers, int maxSubtasks)
    {
        _workers = workers;
        _maxSubtasks = maxSubtasks;
    }

    /// <summary>Reads a plan.</summary>
    /// <param name="answer">What the director answered.</param>
    /// <param name="workers">The workers that it may name.</param>
    /// <param name="maxSubtasks">How many subtasks it may still plan.</param>
    public static PlanReading Read(JsonElement answer, IReadOnlyList<string> workers, int maxSubtasks)
    {
        var reader = new PlanReader(workers, maxSubtasks);
        var plan = reader.ReadPlan(answer);
        return new PlanReading(reader._errors.Count == 0 ? plan : null, [.. reader._errors.Take(MaxErrors)]);
    }

    private Plan? ReadPlan(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            _errors.Add($"The answer must be a JSON object, but is {Describe(answer)}.");
            return null;
        }

        RefuseUnknown(answer, "", s_planFields);
        var isDone = Boolean(answer, "", "done");
        JsonElement? result = answer.TryGetProperty("result", out var given) ? given : null;
        var hasSubtasks = answer.TryGetProperty("subtasks", out var list) && list.ValueKind != JsonValueKind.Null;
        if (isDone == hasSubtasks)
        {
            _errors.Add(isDone
                ? "/subtasks: an answer that says \"done\": true plans nothing more. Leave one of the two out."
                : "The answer must either say \"done\": true or have \"subtasks\".");
            return null;
        }

        return new Plan(isDone, result, isDone ? [] : ReadSubtasks(list));
    }

    private List<Subtask> ReadSubtasks(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            _errors.Add($"/subtasks: must be a list of at least one subtask, but is {Describe(list)}.");
            return [];
        }

        if (list.GetArrayLength() > _maxSubtasks)
        {
            _errors.Add(
                $"/subtasks: has {list.GetArrayLength()} subtasks, but only {_maxSubtasks} more are allowed.");
            return [];
        }

        var subtasks = list.EnumerateArray()
            .Select((item, i) => ReadSubtask(item, $"/subtasks/{i}"))
            .OfType<Subtask>()
            .ToList();
        CheckNeeds(subtasks);
        return subtasks;
    }

    private Subtask? ReadSubtask(JsonElement item, string at)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            _errors.Add($"{at}: must be an object, but is {Describe(item)}.");
            return null;
        }

        RefuseUnknown(item, at, s_subtaskFields);
        var id = Text(item, at, "id", isRequired: true);
        if (id is not null && (!NodeIds.IsNodeId(id) || References.ReferenceRoots.IsReserved(id)))
        {
            _errors.Add($"{at}/id: '{id}' cannot be an id. It must be {NodeIds.Rule}.");
        }

        var worker = Text(item, at, "worker", isRequired: true);
        if (worker is not null && !_workers.Contains(worker))
        {
            _errors.Add($"{at}/worker: there is no worker '{worker}'. There are: {string.Join(", ", _workers)}.");
        }

        var title = Text(item, at, "title", isRequired: false);
        if (title?.Length > TitleMaxLength)
        {
            _errors.Add($"{at}/title: has more than {TitleMaxLength} characters.");
        }

        var subtask = new Subtask
        {
            Id = id ?? "",
            Worker = worker ?? "",
            Title = title,
            Input = ReadInput(item, at),
            Needs = ReadNeeds(item, at),
            ContinueOnFailure = Boolean(item, at, "continueOnFailure"),
        };
        return id is null || worker is null ? null : subtask;
    }

    private Dictionary<string, JsonElement> ReadInput(JsonElement item, string at)
    {
        var input = new Dictionary<string, JsonElement>();
        if (!item.TryGetProperty("input", out var given) || given.ValueKind == JsonValueKind.Null)
        {
            return input;
        }

        if (given.ValueKind != JsonValueKind.Object)
        {
            _errors.Add($"{at}/input: must be an object of named values, but is {Describe(given)}.");
            return input;
        }

        foreach (var value in given.EnumerateObject())
        {
            if (NodeIds.IsInputName(value.Name))
            {
                input[value.Name] = value.Value;
            }
            else
            {
                _errors.Add($"{at}/input: '{value.Name}' cannot be a name: a letter, then letters, digits, - and _.");
            }
        }

        return input;
    }

    private List<string> ReadNeeds(JsonElement item, string at)
    {
        if (!item.TryGetProperty("needs", out var given) || given.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (given.ValueKind == JsonValueKind.Array
            && given.EnumerateArray().All(need => need.ValueKind == JsonValueKind.String))
        {
            return [.. given.EnumerateArray().Select(need => need.GetString()!).Distinct()];
        }

        _errors.Add($"{at}/needs: must be a list of ids of subtasks, but is {Describe(given)}.");
        return [];
    }

    private void CheckNeeds(List<Subtask> subtasks)
    {
        foreach (var twice in subtasks.GroupBy(subtask => subtask.Id).Where(group => group.Count() > 1))
        {
            _errors.Add($"/subtasks: the id '{twice.Key}' is there {twice.Count()} times; ids must differ.");
        }

        foreach (var subtask in subtasks)
        {
            foreach (var need in subtask.Needs.Where(need => subtasks.TrueForAll(other => other.Id != need)))
            {
                _errors.Add($"/subtasks: '{subtask.Id}' needs '{need}', which is no subtask of this plan.");
            }
        }

        if (_errors.Count == 0)
        {
            var order = subtasks.Select((subtask, i) => (subtask.Id, i)).ToDictionary(p => p.Id, p => p.i);
            var edges = subtasks.SelectMany(to => to.Needs.Select(from => (order[from], order[to.Id]))).ToList();
            _errors.AddRange(Cycles.Find(subtasks.Count, edges).Select(cycle =>
                $"/subtasks: {string.Join(" needs ", cycle.Select(i => $"'{subtasks[i].Id}'").Reverse())} in a circle; "
                + "none of them could ever start."));
        }
    }

    private void RefuseUnknown(JsonElement value, string at, string[] fields)
    {
        foreach (var unknown in value.EnumerateObject().Where(p => !fields.Contains(p.Name)))
        {
            _errors.Add($"{at}/{unknown.Name}: no such field. Possible: {string.Join(", ", fields)}.");
        }
    }

    private string? Text(JsonElement item, string at, string field, bool isRequired)
    {
        if (!item.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            if (isRequired)
            {
                _errors.Add($"{at}/{field}: is missing.");
            }

            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0)
        {
            return value.GetString();
        }

        _errors.Add($"{at}/{field}: must be a text, but is {Describe(value)}.");
        return null;
    }

    private bool Boolean(JsonElement item, string at, string field)
    {
        if (!item.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            _errors.Add($"{at}/{field}: must be true or false, but is {Describe(value)}.");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "empty",
        JsonValueKind.String => "a text",
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "an empty list" : "a list",
        JsonValueKind.Object => "an object",
        _ => $"the value {value.GetRawText()}",
    };
}
