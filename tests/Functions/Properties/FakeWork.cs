using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Workflows;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Properties;

/// <summary>
/// What the commands of random workflows do: the worker does it, and the model foretells it. Everything that reaches a
/// command goes into what it prints, so that a wrong value anywhere upstream shows downstream.
/// </summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Stdout">What is printed; null when the command fails.</param>
/// <param name="Failure">How it fails.</param>
internal sealed record FakeWork(int ExitCode, string? Stdout, FailureKind Failure = FailureKind.Exit)
{
    /// <summary>How a director is told to leave out the first plans; their number follows.</summary>
    public const string Skip = "skip ";

    private const string Hopeless = "hopeless";

    public bool Failed => Stdout is null;

    /// <summary>False when the worker says that another attempt would meet the same.</summary>
    public bool MayHelp { get; private init; } = true;

    /// <summary>One attempt at a command.</summary>
    public static FakeWork Do(FakeCall call)
    {
        var run = call.Run;
        switch (run[0])
        {
            case "fail" or "flaky" when run[0] == "fail" || call.Attempt == 1:
                return Fail(run.Count > 1 ? run[1] : "");
            case "babble" when call.Attempt == 1:
                return new FakeWork(0, "no JSON");
            case "say" or "number":
                return new FakeWork(0, run[1]);
            case "test" when run.Contains("break") && call.Iteration > Number(run[1]):
                return Fail("");
            case "test":
                return new FakeWork(call.Iteration <= Number(run[1]) ? 1 : 0, Hash(call));
            case "score":
                var score = run[1 + Math.Min(call.Iteration, run.Count - 2)];
                return new FakeWork(0, score == "bad" ? "11" : $$"""{ "score": {{score}}, "details": "Hm." }""");
            case "direct":
                return new FakeWork(
                    0,
                    PlansLeft(run).ElementAtOrDefault(call.Iteration - 1)
                        ?? $$"""{ "done": true, "result": "{{run.Count}}" }""");
            case "list":
                return new FakeWork(0, $"""["{Hash(call)}", {run.Count}]""");
            case "json" or "babble":
                return new FakeWork(0, $$"""{ "h": "{{Hash(call)}}" }""");
            default:
                return new FakeWork(0, Hash(call));
        }
    }

    /// <summary>What a worker reports of it.</summary>
    public ReportRequest Report(WorkItem item) => this switch
    {
        { Failed: false } => FakeWorker.Done(item, ExitCode, Stdout!),
        { Failure: FailureKind.Timeout } =>
            FakeWorker.Failed(item, "It hung.") with { Outcome = WorkItemOutcome.TimedOut, ExitCode = null },
        { Failure: FailureKind.Error } => FakeWorker.Failed(item, "No such tool.") with { ExitCode = null },
        _ => FakeWorker.Failed(item, "It failed.") with { Retryable = MayHelp },
    };

    /// <summary>Directors inside of others are told with which plan to begin.</summary>
    private static IEnumerable<string> PlansLeft(IReadOnlyList<string> run) =>
        run.Skip(2 + (run[1].StartsWith(Skip, StringComparison.Ordinal) ? Number(run[1][Skip.Length..]) : 0));

    private static FakeWork Fail(string how) => how switch
    {
        "timeout" => new FakeWork(-1, null, FailureKind.Timeout),
        "error" => new FakeWork(-1, null, FailureKind.Error),
        _ => new FakeWork(2, null) { MayHelp = how != Hopeless },
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Hash(FakeCall call)
    {
        // Not every command has a previous result that the model knows in full.
        var previous = call.Run[0] == "follow" ? call.Previous : "";
        var run = string.Join('\n', call.Run);
        var text = $"{call.Path} {call.Iteration} {call.IsAgain} {run}\n{call.Given}\n{previous}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
    }
}
