using System.Globalization;
using Swarm.WorkerAgent.Settings;

namespace Swarm.WorkerAgent.Policies;

/// <summary>
/// Reads the owner's policy file: what it does not mention is allowed, what nobody knows is a mistake.
/// </summary>
internal static class PolicyFile
{
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static readonly (string Suffix, long Factor)[] Units =
        [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40)];

    /// <summary>The policy; without a file there is none.</summary>
    /// <exception cref="ConfigException">The file cannot be read or has a mistake.</exception>
    public static OwnerPolicy Load(string? path)
    {
        if (path is null)
        {
            return OwnerPolicy.None;
        }

        var root = ConfigNode.Load(path)?.Allow(
            "tools", "repositories", "commands", "network", "hours", "limits", "sandbox", "environment");
        if (root is null)
        {
            throw new ConfigException($"{path} is empty: a policy that says nothing would allow everything.");
        }

        var sandbox = root.Child("sandbox")?.Allow("kind", "image", "read", "write");
        return new OwnerPolicy
        {
            File = path,
            Tools = ReadList(root.Child("tools")),
            Repositories = ReadList(root.Child("repositories")),
            Commands = ReadCommands(root.Child("commands")),
            Network = ReadNetwork(root.Child("network")),
            Hours = ReadHours(root.Child("hours")),
            Limits = ReadLimits(root.Child("limits")),
            Environment = ReadList(root.Child("environment")),
            Sandbox = Enum.Parse<SandboxWish>(
                sandbox?.Choice("kind", ["off", "auto", "required", "bubblewrap", "container"]) ?? "auto",
                ignoreCase: true),
            Image = sandbox?.Text("image"),
            Read = [.. sandbox?.Texts("read")?.Select(Expand) ?? []],
            Write = [.. sandbox?.Texts("write")?.Select(Expand) ?? []],
        };
    }

    /// <summary>A list alone is what is allowed.</summary>
    private static AllowList ReadList(ConfigNode? node)
    {
        if (node is null)
        {
            return AllowList.Everything;
        }

        if (node.IsList)
        {
            return new AllowList(ToGlobs(node.AsList()), []);
        }

        node.Allow("allow", "deny");
        var allowed = node.List("allow");
        return new AllowList(allowed is null ? null : ToGlobs(allowed), ToGlobs(node.List("deny") ?? []));
    }

    private static Glob[] ToGlobs(IReadOnlyList<ConfigNode> items) =>
        [.. items.Select(item => new Glob(Expand(item.AsText())))];

    private static CommandRules ReadCommands(ConfigNode? node)
    {
        if (node is null)
        {
            return CommandRules.Everything;
        }

        node.Allow("allow", "deny", "scripts");
        var allowed = node.Texts("allow");
        return new CommandRules(allowed, node.Texts("deny") ?? [], node.Flag("scripts") ?? allowed is null);
    }

    private static IReadOnlyList<string>? ReadNetwork(ConfigNode? node) => node switch
    {
        null => null,
        { IsList: true } => [.. node.AsList().Select(item => item.AsText())],
        _ => node.AsText() switch
        {
            "all" => null,
            "none" => [],
            _ => throw node.Mistake("must be all, none, or a list of tools"),
        },
    };

    private static Hours ReadHours(ConfigNode? node)
    {
        if (node is null)
        {
            return Hours.Always;
        }

        node.Allow("zone", "open");
        var zone = TimeZoneInfo.Local;
        if (node.Text("zone") is { } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone))
        {
            throw node.Mistake($"names the time zone '{name}', which this machine does not know");
        }

        var windows = node.List("open") ?? throw node.Mistake("must say when it is open");
        return new Hours([.. windows.Select(ReadWindow)], zone);
    }

    private static HoursWindow ReadWindow(ConfigNode node)
    {
        node.Allow("days", "from", "to");
        DayOfWeek[] days = node.List("days") is { } list
            ? [.. list.SelectMany(ReadDays)]
            : Enum.GetValues<DayOfWeek>();
        var (from, to) = (ReadTime(node, "from"), ReadTime(node, "to"));
        return from == to
            ? throw node.Mistake("must end at another time than it begins")
            : new HoursWindow(days, from, to);
    }

    private static TimeSpan ReadTime(ConfigNode node, string name)
    {
        var text = node.Text(name) ?? throw node.Mistake($"must have '{name}'");
        return text == "24:00" ? TimeSpan.FromDays(1)
            : TimeSpan.TryParseExact(text, @"hh\:mm", CultureInfo.InvariantCulture, out var time) ? time
            : throw node.Mistake($"has '{name}' with '{text}', which is no time such as 22:00");
    }

    /// <summary>A day, or days from one to another such as <c>mon-fri</c>.</summary>
    private static IEnumerable<DayOfWeek> ReadDays(ConfigNode node)
    {
        var ends = node.AsText().Split('-').Select(name => Array.IndexOf(DayNames, name)).ToArray();
        if (ends.Length > 2 || ends.Contains(-1))
        {
            var names = string.Join(", ", DayNames);
            throw node.Mistake($"must be a day or days, such as sat or mon-fri; days are {names}");
        }

        var count = ((ends[^1] - ends[0] + 7) % 7) + 1;
        return Enumerable.Range(ends[0], count).Select(day => (DayOfWeek)(day % 7));
    }

    private static Limits ReadLimits(ConfigNode? node)
    {
        node?.Allow("slots", "cpus", "memory", "disk", "processes", "time", "cost-per-day");
        return node is null
            ? new Limits()
            : new Limits
            {
                Slots = node.Number("slots", 1, AgentOptions.MaxSlots),
                Cpus = node.Number("cpus", 1, 1024),
                MemoryBytes = ReadSize(node, "memory"),
                DiskBytes = ReadSize(node, "disk"),
                Processes = node.Number("processes", 8, 1_000_000),
                Time = node.Duration("time"),
                CostPerDayUsd = node.Amount("cost-per-day", 0, 1_000_000),
            };
    }

    private static long? ReadSize(ConfigNode node, string name)
    {
        if (node.Child(name) is not { } child)
        {
            return null;
        }

        var text = child.AsText();
        var (suffix, factor) = Array.Find(Units, unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        var digits = text[..^(suffix?.Length ?? 0)];
        return suffix is not null
            && decimal.TryParse(digits, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            && number > 0
            && number < 1_000_000
                ? (long)(number * factor)
                : throw child.Mistake("must be a size such as 512MiB or 4GiB");
    }

    private static string Expand(string path) => path.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
        : path;
}
