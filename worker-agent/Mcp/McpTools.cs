using System.Text.Json;
using ModelContextProtocol.Protocol;
using Swarm.WorkerAgent.Channels;
using Swarm.WorkerAgent.Execution;

namespace Swarm.WorkerAgent.Mcp;

/// <summary>The tools that an AI tool gets from its worker agent, and what each asks for.</summary>
internal static class McpTools
{
    public static IList<Tool> All { get; } =
    [
        new()
        {
            Name = "ask",
            Description = "Asks the person (or whoever answers for them) a question that you cannot answer yourself "
                + "and that matters. If the answer is known it comes at once; else end your turn right away: you go "
                + "on later with the answer.",
            InputSchema = Schema("""
                {"type":"object","required":["question"],"properties":{
                "question":{"type":"string","description":"One question, complete without other context."},
                "options":{"type":"array","items":{"type":"string"},"maxItems":10,
                "description":"Answers to choose from."},
                "assumption":{"type":"string",
                "description":"What you would go on with if nobody answers in time."}}}
                """),
        },
        new()
        {
            Name = "report_progress",
            Description = "Tells those who watch what you have reached.",
            InputSchema = Schema("""
                {"type":"object","required":["message"],"properties":{
                "message":{"type":"string"},
                "percent":{"type":"integer","minimum":0,"maximum":100}}}
                """),
        },
        new()
        {
            Name = "acquire_lock",
            Description = "Takes a lock by its name, so that nobody else in any run does the same at once (a release, "
                + "say). It waits three quarters of a minute for whoever holds it. It is free again when your work "
                + "has ended.",
            InputSchema = Schema("""
                {"type":"object","required":["name"],"properties":{
                "name":{"type":"string","description":"1 to 100 letters, digits, '-', '_', '.' and ':'."}}}
                """),
        },
        new()
        {
            Name = "release_lock",
            Description = "Gives back a lock that you took.",
            InputSchema = Schema("""
                {"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}
                """),
        },
        new()
        {
            Name = "save_snapshot",
            Description = "Saves the files as they are and what you write down of your progress, so that the work goes "
                + "on from here if this machine is lost.",
            InputSchema = Schema("""
                {"type":"object","properties":{
                "state":{"type":"string","description":"What is done, what is left, what you found out. 64 KiB."}}}
                """),
        },
        new()
        {
            Name = "get_context",
            Description = "Tells what this work belongs to: run, node, repository, inputs, the answers to your "
                + "questions, what was written down when progress was saved, and what people have said about it "
                + "(directives). In long work look from time to time: they may say more while you are at it.",
            InputSchema = Schema("""{"type":"object","properties":{}}"""),
        },
    ];

    /// <summary>What a call asks of the agent; null for a tool that there is not.</summary>
    public static ChannelRequest? Translate(string tool, IDictionary<string, JsonElement>? arguments) => tool switch
    {
        "ask" => new ChannelRequest
        {
            Do = ChannelVerbs.Ask,
            Text = Text(arguments, "question"),
            Options = Texts(arguments, "options"),
            Assumption = Text(arguments, "assumption"),
        },
        "report_progress" => new ChannelRequest
        {
            Do = ChannelVerbs.Progress,
            Text = Text(arguments, "message"),
            Percent = Number(arguments, "percent"),
        },
        "acquire_lock" => new ChannelRequest { Do = ChannelVerbs.Lock, Text = Text(arguments, "name") },
        "release_lock" => new ChannelRequest { Do = ChannelVerbs.Unlock, Text = Text(arguments, "name") },
        "save_snapshot" => new ChannelRequest { Do = ChannelVerbs.Snapshot, Text = Text(arguments, "state") },
        "get_context" => new ChannelRequest { Do = ChannelVerbs.Context },
        _ => null,
    };

    /// <summary>What a tool hears: the answer, and behind it what people have said meanwhile.</summary>
    public static IEnumerable<string> Texts(ChannelReply reply) => reply.News.Count == 0
        ? [reply.Text]
        : [reply.Text, $"{WorkDirectives.Heading}\n\n{string.Join("\n\n", reply.News)}"];

    private static JsonElement Schema(string json) => JsonElement.Parse(json);

    private static string? Text(IDictionary<string, JsonElement>? arguments, string name) =>
        arguments is not null && arguments.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static int? Number(IDictionary<string, JsonElement>? arguments, string name) =>
        arguments is not null && arguments.TryGetValue(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            ? (int)Math.Clamp(number, 0, 100)
            : null;

    private static string[]? Texts(IDictionary<string, JsonElement>? arguments, string name) =>
        arguments is not null && arguments.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Array
            ?
            [
                .. value.EnumerateArray()
                    .Where(one => one.ValueKind == JsonValueKind.String)
                    .Select(one => one.GetString()!),
            ]
            : null;
}
