using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Swarm.Contracts.Content;
using Swarm.Contracts.Snapshots;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Git;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Snapshots;

/// <summary>Saves the progress of work items, and brings it back on whichever machine goes on with them.</summary>
internal sealed class SnapshotSaving(
    ContentClient content, ControlPlaneClient client, Patience patience, TimeProvider time, ILogger log)
{
    private const int MaxTries = 8;

    /// <summary>Takes a snapshot and has the control plane keep it.</summary>
    /// <exception cref="ControlPlaneException">The control plane does not take it.</exception>
    public async Task SaveAsync(
        WorkItem item, WorkFolder folder, WorkTree? tree, string? state, CancellationToken cancellation)
    {
        var request = new SaveSnapshotRequest
        {
            RunId = item.RunId,
            Token = item.Token,
            Snapshot = await TakeAsync(item, folder, tree, state, cancellation),
        };
        await CallAsync(
            async () =>
            {
                await client.SaveSnapshotAsync(item.Id, request, cancellation);
                return true;
            },
            cancellation);
    }

    /// <summary>
    /// Takes a snapshot: the files go into the repository and, as far as they fit, to the control plane.
    /// </summary>
    public async Task<WorkSnapshot> TakeAsync(
        WorkItem item, WorkFolder folder, WorkTree? tree, string? state, CancellationToken cancellation)
    {
        var commit = tree is null ? null : await GitSnapshots.CommitAsync(tree, folder, item.Id);
        return new WorkSnapshot
        {
            At = time.GetUtcNow(),
            Base = tree?.Base,
            Commit = commit,
            Bundle = tree is null ? null : await StoreBundleAsync(item, folder, tree, cancellation),
            State = state is null ? null : await StoreAsync(Encoding.UTF8.GetBytes(state), cancellation),
        };
    }

    /// <summary>What the tool had written down; null for nothing, or when it cannot be had.</summary>
    public async Task<string?> ReadStateAsync(WorkItem item, CancellationToken cancellation)
    {
        if (item.Snapshot?.State is not { } reference)
        {
            return null;
        }

        try
        {
            using var value = new MemoryStream();
            await CallAsync(
                async () =>
                {
                    value.SetLength(0);
                    await content.FetchAsync(reference, value, cancellation);
                    return true;
                },
                cancellation);
            return Encoding.UTF8.GetString(value.ToArray());
        }
        catch (ControlPlaneException e)
        {
            Logs.SnapshotNotRestored(log, item.Id, e.Message);
            return null;
        }
    }

    /// <summary>
    /// The worktree as the snapshot has it; null when there is none, or this repository cannot have it: then the work
    /// begins anew.
    /// </summary>
    public async Task<WorkTree?> RestoreAsync(GitRepository repository, WorkItem item, WorkFolder folder)
    {
        if (item.Snapshot is not { Commit: { } commit, Base: { } begun } snapshot)
        {
            return null;
        }

        try
        {
            if (await repository.FindCommitAsync(commit) is null
                && !await FetchAsync(repository, item, folder, snapshot.Bundle, commit))
            {
                Logs.SnapshotNotRestored(log, item.Id, "This machine's repository lacks what it builds upon.");
                return null;
            }

            return await GitSnapshots.RestoreAsync(repository, folder, commit, begun);
        }
        catch (Exception e) when (e is ControlPlaneException or GitException)
        {
            Logs.SnapshotNotRestored(log, item.Id, e.Message);
            GitWorktree.Detach(repository, folder);
            FolderTree.Delete(folder.Tree);
            return null;
        }
    }

    private async Task<bool> FetchAsync(
        GitRepository repository, WorkItem item, WorkFolder folder, ContentReference? bundle, string commit)
    {
        if (bundle is null)
        {
            return false;
        }

        await CallAsync(
            async () =>
            {
                await using var file = new FileStream(folder.BundleFile, FileMode.Create, FileAccess.Write);
                await content.FetchAsync(bundle, file, CancellationToken.None);
                return true;
            },
            CancellationToken.None);
        var isThere = await GitSnapshots.UnbundleAsync(repository, folder.BundleFile, item.Id, commit);
        File.Delete(folder.BundleFile);
        return isThere;
    }

    /// <summary>What is too large stays on this machine: its repository has it.</summary>
    private async Task<ContentReference?> StoreBundleAsync(
        WorkItem item, WorkFolder folder, WorkTree tree, CancellationToken cancellation)
    {
        await GitSnapshots.BundleAsync(tree, item.Id, folder.BundleFile);
        try
        {
            return new FileInfo(folder.BundleFile).Length > ContentReference.MaxBytes
                ? null
                : await StoreAsync(await File.ReadAllBytesAsync(folder.BundleFile, cancellation), cancellation);
        }
        catch (ControlPlaneException e) when (!e.IsTransient)
        {
            Logs.SnapshotStaysHere(log, item.Id, e.Message);
            return null;
        }
        finally
        {
            File.Delete(folder.BundleFile);
        }
    }

    private Task<ContentReference> StoreAsync(byte[] value, CancellationToken cancellation)
    {
        var reference = ContentReference.Of(Convert.ToHexStringLower(SHA256.HashData(value)), value.Length);
        return CallAsync(
            async () =>
            {
                using var stream = new MemoryStream(value);
                await content.StoreAsync(reference, stream, cancellation);
                return reference;
            },
            cancellation);
    }

    private Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        var tries = 0;
        return patience.CallAsync("snapshot", call, cancellation, e => e.IsTransient && ++tries < MaxTries);
    }
}
