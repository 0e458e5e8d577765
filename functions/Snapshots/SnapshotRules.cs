using System.Text.RegularExpressions;
using Swarm.Contracts.Content;
using Swarm.Contracts.Snapshots;
using Swarm.Core.Ids;
using Swarm.Functions.Content;
using Swarm.Functions.Http;

namespace Swarm.Functions.Snapshots;

/// <summary>What workers may say of snapshots.</summary>
internal static partial class SnapshotRules
{
    private const string CommitMessage = "Give the full id of the commit, 40 to 64 hexadecimal digits, or none.";
    private const string ContentMessage = "Give $ref as 'sha256:' and 64 hexadecimal digits in lower case, or none.";

    public static void Check(SaveSnapshotRequest request) => new FieldErrors()
        .Require(UlidGenerator.IsUlid(request.RunId), "/runId", "Give the id of the run as the pointer told it.")
        .Require(request.Token > 0, "/token", "Give the fencing token of the claim.")
        .RequireSnapshot(request.Snapshot)
        .ThrowIfAny();

    public static FieldErrors RequireSnapshot(this FieldErrors errors, WorkSnapshot? snapshot) => errors
        .Require(IsCommit(snapshot?.Base), "/snapshot/base", CommitMessage)
        .Require(IsCommit(snapshot?.Commit), "/snapshot/commit", CommitMessage)
        .Require(IsContent(snapshot?.Bundle), "/snapshot/bundle", ContentMessage)
        .Require(IsContent(snapshot?.State), "/snapshot/state", ContentMessage);

    private static bool IsCommit(string? id) => id is null || Commit().IsMatch(id);

    private static bool IsContent(ContentReference? reference) =>
        reference is null || ContentHash.TryParse(reference.Hash, out _);

    [GeneratedRegex(@"^[0-9a-f]{40,64}\z", RegexOptions.None, 1000)]
    private static partial Regex Commit();
}
