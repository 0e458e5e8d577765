using Swarm.Contracts.Allocation;
using Swarm.Contracts.Statuses;

namespace Swarm.Core.Allocation;

/// <summary>
/// What excludes a worker from a work item. Each filter says why in words that follow the worker's name; null when it
/// has nothing against it. What is for good comes first, so that the reason told is the one that matters longest.
/// </summary>
internal static class AllocationFilters
{
    /// <summary>Said of most workers most of the time, so the usual ones are kept.</summary>
    private static readonly string[] s_busy = [.. Enumerable.Range(0, 33).Select(Busy)];

    private delegate string? Filter(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now);

    private static readonly (ExclusionReason Reason, Filter Find, Func<WorkRequirements, bool> Counts)[] s_filters =
    [
        (ExclusionReason.Tool, Tool, Always),
        (ExclusionReason.ToolVersion, Version, work => work.Version is not null),
        (ExclusionReason.Label, Label, work => work.Labels.Count > 0),
        (ExclusionReason.Specialisation, Specialisation, work => work.Specialisation is not null),
        (ExclusionReason.Trust, Trust, work => work.Privacy == Privacy.Sensitive),
        (ExclusionReason.Permission, Permission, Always),
        (ExclusionReason.Sharing, Sharing, work => work.User is not null),
        (ExclusionReason.MachineSize, MachineSize, work => work.Cpus is not null || work.MemoryBytes is not null),
        (ExclusionReason.Offline, Offline, Always),
        (ExclusionReason.Draining, Draining, Always),
        (ExclusionReason.Error, Error, Always),
        (ExclusionReason.ToolUnhealthy, ToolUnhealthy, Always),
        (ExclusionReason.ToolParked, ToolParked, Always),
        (ExclusionReason.Threshold, Threshold, Always),
        (ExclusionReason.FreeResources, FreeResources, work =>
            work.Cpus is not null || work.MemoryBytes is not null || work.DiskBytes is not null),
        (ExclusionReason.Refused, Refused, work => work.RefusedBy.Count > 0),
        (ExclusionReason.NotClaimed, NotClaimed, work => work.NotClaimedBy.Count > 0),
        (ExclusionReason.Conversation, Conversation, work => work.Holder is not null),
        (ExclusionReason.Slots, Slots, Always),
    ];

    /// <summary>
    /// Looks for the first reason against a worker. Made once for a work item: most ask for so little that half of the
    /// filters have nothing against anybody.
    /// </summary>
    /// <param name="work">The work item.</param>
    /// <param name="now">For what holds for a time.</param>
    /// <param name="ignored">Reasons that are not to count.</param>
    public static Func<WorkerCandidate, (ExclusionReason Reason, string Detail)?> For(
        WorkRequirements work, DateTimeOffset now, params ExclusionReason[] ignored)
    {
        var filters = Array.FindAll(s_filters, filter => filter.Counts(work) && !ignored.Contains(filter.Reason));
        return worker =>
        {
            foreach (var (reason, find, _) in filters)
            {
                if (find(work, worker, now) is { } detail)
                {
                    return (reason, detail);
                }
            }

            return null;
        };
    }

    /// <summary>Why a worker takes nothing at all now, whatever the work.</summary>
    public static string? FindHeldBack(WorkerCandidate worker) =>
        Draining(worker) ?? Error(worker) ?? worker.Thresholds.FindExceeded(worker.Machine);

    public static WorkerTool? FindTool(WorkerCandidate worker, string name)
    {
        // By index: a foreach over the interface would make an enumerator for each worker and filter.
        for (var i = 0; i < worker.Tools.Count; i++)
        {
            if (worker.Tools[i].Name == name)
            {
                return worker.Tools[i];
            }
        }

        return null;
    }

    /// <summary>Whether it may do a user's work: it is his, is shared with him, or is nobody's in particular.</summary>
    public static bool IsOpenTo(WorkerCandidate worker, string? user) =>
        user is null || worker.Owner is null || worker.Owner == user || worker.SharedWith.Contains(user);

    private static bool Always(WorkRequirements work) => true;

    private static string? Conversation(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now) =>
        work.Holder is null || work.Holder == worker.Id ? null : "does not hold the conversation that goes on";

    private static string? Tool(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now) =>
        FindTool(worker, work.Tool) is null ? $"does not have the tool '{work.Tool}'" : null;

    private static string? Version(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now)
    {
        if (work.Version is not { } range || FindTool(worker, work.Tool) is not { } tool)
        {
            return null;
        }

        return tool.Version is not { } version
            ? $"does not tell its version of '{work.Tool}'; {range} is needed"
            : range.Contains(version) ? null : $"has '{work.Tool}' {version}; {range} is needed";
    }

    private static string? Label(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now)
    {
        foreach (var label in work.Labels)
        {
            if (!worker.Labels.Contains(label))
            {
                return $"lacks the label '{label}'";
            }
        }

        return null;
    }

    private static string? Specialisation(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now) =>
        work.Specialisation is { } wanted
        && worker.Specialisations.Count > 0
        && !worker.Specialisations.Contains(wanted)
            ? $"is set up for {string.Join(", ", worker.Specialisations).ToLowerInvariant()}, not for "
                + $"{wanted.ToString().ToLowerInvariant()}"
            : null;

    private static string? Trust(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now) =>
        work.Privacy == Privacy.Sensitive && !worker.Trusted
            ? "is not trusted with sensitive work"
            : null;

    private static string? Permission(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now) =>
        work.Permission > worker.Permission
            ? $"allows {Words(worker.Permission)} work at most; this is {Words(work.Permission)}"
            : null;

    private static string? Sharing(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now) =>
        IsOpenTo(worker, work.User) ? null : $"belongs to {worker.Owner} and is not shared with {work.User}";

    private static string? MachineSize(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now)
    {
        var machine = worker.Machine;
        if (work.Cpus > machine.CpuCount)
        {
            return $"has {machine.CpuCount} processors, {work.Cpus:0.#} are needed";
        }

        return work.MemoryBytes > machine.MemoryTotalBytes
            ? $"has {ByteSize.Text(machine.MemoryTotalBytes.Value)} of memory, {ByteSize.Text(work.MemoryBytes.Value)} "
                + "are needed"
            : null;
    }

    private static string? Offline(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now) =>
        worker.Status == WorkerStatus.Offline ? "is offline" : null;

    private static string? Draining(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now) =>
        Draining(worker);

    private static string? Draining(WorkerCandidate worker) =>
        worker.Status == WorkerStatus.Draining ? "is draining and takes no more work" : null;

    private static string? Error(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now) => Error(worker);

    private static string? Error(WorkerCandidate worker) => worker.Status == WorkerStatus.Error
        ? $"says that it cannot work: {worker.Problem ?? "no reason given"}"
        : null;

    private static string? ToolUnhealthy(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now) =>
        FindTool(worker, work.Tool) is { IsHealthy: false } tool
            ? $"says that its '{work.Tool}' does not work: {tool.Problem ?? "no reason given"}"
            : null;

    private static string? ToolParked(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now) =>
        FindTool(worker, work.Tool)?.ParkedUntil is { } until && until > now
            ? $"has used up its quota of '{work.Tool}' until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
            : null;

    private static string? Threshold(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now) =>
        worker.Thresholds.FindExceeded(worker.Machine);

    private static string? FreeResources(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now)
    {
        var machine = worker.Machine;
        if (work.Cpus is { } cpus && !(machine.FreeCpus >= cpus))
        {
            return machine.FreeCpus is null
                ? $"does not tell how busy its processors are, {cpus:0.#} idle ones are needed"
                : $"has {machine.FreeCpus:0.#} of {machine.CpuCount} processors idle, {cpus:0.#} are needed";
        }

        if (work.MemoryBytes is { } memory && !(machine.MemoryFreeBytes >= memory))
        {
            return machine.MemoryFreeBytes is not { } free
                ? $"does not tell its free memory, {ByteSize.Text(memory)} are needed"
                : $"has {ByteSize.PartText(Math.Max(0, free), machine.MemoryTotalBytes!.Value)} free memory, "
                    + $"{ByteSize.Text(memory)} are needed";
        }

        if (work.DiskBytes is not { } disk || machine.DiskFreeBytes >= disk)
        {
            return null;
        }

        return machine.DiskFreeBytes is not { } left
            ? $"does not tell its free disk, {ByteSize.Text(disk)} are needed"
            : $"has {ByteSize.Text(left)} of disk free, {ByteSize.Text(disk)} are needed";
    }

    private static string? Refused(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now)
    {
        foreach (var refusal in work.RefusedBy)
        {
            if (refusal.WorkerId == worker.Id && refusal.HoldsAt(now))
            {
                var until = refusal.Until is { } end ? $" until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "";
                return $"has refused it{until}: {refusal.Reason.TrimEnd('.')}";
            }
        }

        return null;
    }

    private static string? NotClaimed(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now) =>
        work.NotClaimedBy.Contains(worker.Id) ? "was given it before and did not claim it in time" : null;

    private static string? Slots(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now) =>
        worker.UsedSlots < worker.Slots ? null
        : worker.Slots >= 0 && worker.Slots < s_busy.Length ? s_busy[worker.Slots]
        : Busy(worker.Slots);

    private static string Busy(int slots) => slots == 1
        ? "is busy: its only slot is taken"
        : $"is busy: all of its {slots} slots are taken";

    private static string Words(PermissionLevel level) => level switch
    {
        PermissionLevel.HumanRequired => "human-required",
        PermissionLevel.Supervised => "supervised",
        _ => "autonomous",
    };
}
