using Swarm.Contracts.WorkItems;
using Swarm.Tests.Shared;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Redaction;
using Swarm.WorkerAgent.Settings;
using Swarm.WorkerAgent.Tools;
using Swarm.WorkerAgent.Wire;

namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>
/// One tool without an agent around, made from the owner's YAML as in life. Fake programs are shell scripts that the
/// test writes; what they got lies in files beside them.
/// </summary>
internal sealed class ToolBench : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly TestFolder folder = new();
    private readonly HttpClient http = HttpClients.CreateForModels();
    private readonly TimeProvider time;

    public ToolBench(TimeProvider? time = null) => this.time = time ?? TimeProvider.System;

    /// <summary>The arguments that the fake program got, one a line.</summary>
    public string[] Arguments => File.ReadAllLines(folder.At("arguments"));

    /// <summary>What it read.</summary>
    public string Input => File.ReadAllText(folder.At("input"));

    public string At(string name) => folder.At(name);

    /// <summary>
    /// A program that notes its arguments and input, prints a file and does what the script says.
    /// </summary>
    public string Program(string output, string then = "exit 0")
    {
        File.WriteAllText(folder.At("output"), output);
        return Script($"cat {folder.At("output")}\n{then}");
    }

    /// <summary>A program that notes its arguments and input and then runs the script.</summary>
    public string Script(string script)
    {
        var path = folder.At("fake-tool");
        var head = $"""
            #!/bin/sh
            [ "$1" = --version ] && echo "fake 2.1.240 (test)" && exit 0
            for a in "$@"; do printf '%s\n' "$a"; done > {folder.At("arguments")}
            cat > {folder.At("input")}
            env > {folder.At("environment")}

            """;
        ProgramFile.Write(path, head + script + "\n");
        return path;
    }

    /// <summary>The tool as the owner's YAML describes it.</summary>
    public ITool Tool(string name, string yaml)
    {
        var file = folder.At("agent.yaml");
        File.WriteAllText(file, yaml);
        var data = new DataFolder(folder.At("data"));
        var workshop = new ToolWorkshop(
            ConfigNode.Load(file), ["SWARM_TEST_PASSED"], data, new CommandRunner(time), http, time);
        return workshop.CreateAll().Single(tool => tool.Name == name);
    }

    public Task<ToolRun> RunAsync(ITool tool, string prompt = "Do it.") =>
        RunAsync(tool, new AiWork { Prompt = prompt });

    public async Task<ToolRun> RunAsync(ITool tool, AiWork work, TimeSpan? timeout = null, string node = "ask")
    {
        using var started = Start(tool, work, timeout, node);
        var result = await started.Result.WaitAsync(Limit);
        return new ToolRun(result, started.Output.Stdout, started.Log());
    }

    public StartedTool Start(ITool tool, AiWork work, TimeSpan? timeout = null, string node = "ask")
    {
        var item = WorkItems.Noop(node) with { Tool = tool.Name, Ai = work, Timeout = timeout ?? Limit };
        var place = WorkFolder.Create(new DataFolder(folder.At("data")), item);
        Directory.CreateDirectory(place.Tree);
        return new StartedTool(tool, item, place, time);
    }

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }
}

/// <summary>How a tool's work ended.</summary>
internal sealed record ToolRun(ToolResult Result, string Answer, IReadOnlyList<LogLine> Log)
{
    public IEnumerable<string> Texts(string stream) =>
        Log.Where(line => line.Stream == stream).Select(line => line.Text);
}

/// <summary>A tool at work.</summary>
internal sealed class StartedTool : IDisposable
{
    private readonly LogFile log;

    public StartedTool(ITool tool, WorkItem item, WorkFolder folder, TimeProvider time)
    {
        log = new LogFile(folder.LogFile);
        Claim = new Claim(item);
        Output = new WorkOutput(log, Redactor.None, time);
        Result = tool.ExecuteAsync(new ToolCall(item, Claim, folder, Output));
    }

    public Claim Claim { get; }

    public WorkOutput Output { get; }

    public Task<ToolResult> Result { get; }

    public IReadOnlyList<LogLine> Log() => log.Read(0, 1000, int.MaxValue).Lines;

    /// <summary>Waits until it has told something.</summary>
    public Task WhenToldAsync() =>
        log.Grew.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None);

    public void Dispose()
    {
        log.Dispose();
        Claim.Dispose();
    }
}
