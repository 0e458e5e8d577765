using System.Text.RegularExpressions;
using Swarm.Contracts.Queues;
using Swarm.Contracts.Content;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Ids;
using Swarm.Functions.Clarifications;
using Swarm.Functions.Content;
using Swarm.Functions.Http;
using Swarm.Functions.Snapshots;
using Swarm.Functions.Workers;

namespace Swarm.Functions.WorkItems;

/// <summary>What workers may say of work items.</summary>
internal static partial class WorkItemRules
{
    private const string ContentMessage = "Give $ref as 'sha256:' and 64 hexadecimal digits in lower case, or none.";
    private const string RunIdMessage = "Give the id of the run as the pointer told it.";

    public static void Check(ClaimRequest request) => new FieldErrors()
        .Require(UlidGenerator.IsUlid(request.RunId), "/runId", RunIdMessage)
        .Require(
            request.Receipt is null || QueueReceipt.Decode(request.Receipt) is not null,
            "/receipt",
            "Give the receipt as the pointer told it, or none.")
        .Require(WorkerRules.IsProcessId(request.ProcessId), "/processId", WorkerRules.ProcessIdMessage)
        .ThrowIfAny();

    public static void Check(ReportRequest request) => new FieldErrors()
        .Require(UlidGenerator.IsUlid(request.RunId), "/runId", RunIdMessage)
        .Require(request.Token > 0, "/token", "Give the fencing token of the claim.")
        .Require(
            request.Commit is null || Commit().IsMatch(request.Commit),
            "/commit",
            "Give the full id of the commit, 40 to 64 hexadecimal digits, or none.")
        .Require(IsContent(request.StdoutContent), "/stdoutContent", ContentMessage)
        .Require(IsContent(request.StderrContent), "/stderrContent", ContentMessage)
        .RequireQuestion(request)
        .RequireSnapshot(request.Snapshot)
        .ThrowIfAny();

    public static void Check(LogChunk chunk) => new FieldErrors()
        .Require(UlidGenerator.IsUlid(chunk.RunId), "/runId", RunIdMessage)
        .Require(chunk.Token > 0, "/token", "Give the fencing token of the claim.")
        .Require(chunk.First > 0, "/first", "Count lines from 1.")
        .ThrowIfAny();

    public static void Check(ParkedWorkRequest request) => new FieldErrors()
        .Require(
            request.Parked.Count <= ParkedWorkRequest.MaxItems,
            "/parked",
            $"Name at most {ParkedWorkRequest.MaxItems} work items.")
        .Require(
            request.Parked.All(item => item is { RunId: { } run, Id: { } id } && UlidGenerator.IsUlid(run) && IsId(id)),
            "/parked",
            "Give each with the id of its run and its own.")
        .ThrowIfAny();

    // What cannot be in a row's key is no id of ours.
    private static bool IsId(string id) =>
        id.Length is > 0 and <= 500 && !id.Any(c => char.IsControl(c) || c is '/' or '\\' or '#' or '?');

    private static bool IsContent(ContentReference? reference) =>
        reference is null || ContentHash.TryParse(reference.Hash, out _);

    [GeneratedRegex(@"^[0-9a-f]{40,64}\z", RegexOptions.None, 1000)]
    private static partial Regex Commit();
}
