using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Swarm.Contracts.Queues;
using Swarm.Core.Workflows;

namespace Swarm.Core.Queues;

/// <summary>
/// The names of the queues that pointers to work travel in: <c>swarm-worker-{id}</c>, <c>swarm-user-{id}</c> and
/// <c>swarm-tool-{tool}</c>, each as it is, with <c>-high</c> and with <c>-low</c>. Sensitive work lies apart, in
/// <c>swarm-sensitive-user-{id}</c> and <c>swarm-sensitive-tool-{tool}</c>, which only trusted workers read; a worker's
/// own queue is read by nobody else anyway. What is taken from a queue too often goes on to <c>{queue}-poison</c>.
/// </summary>
public static partial class QueueNames
{
    public const string Prefix = QueueReceipt.QueuePrefix;

    /// <summary>
    /// How long the name of a tool, or an id, may be: the longest name of a queue made with it just keeps within
    /// <see cref="MaxChars"/>.
    /// </summary>
    public const int SubjectMaxChars = 30;

    public const int MinChars = 3;

    public const int MaxChars = 63;

    private const string Poison = "-poison";

    // 104 bits: nobody finds two names with the same.
    private const string HashMark = "h-";
    private const int HashBytes = 13;

    /// <summary>A worker's own queue; the allocator pushes to it.</summary>
    public static string OfWorker(string workerId, NodePriority priority = NodePriority.Default) =>
        Name("worker", workerId, priority, isSensitive: false);

    /// <summary>
    /// The queue that every worker of a user pulls from. Users may be called anything; one whose name cannot stand in a
    /// queue's is named there by a hash.
    /// </summary>
    public static string OfUser(
        string userId, NodePriority priority = NodePriority.Default, bool isSensitive = false) =>
        Name(
            "user",
            IsSubject(userId) && !userId.StartsWith(HashMark, StringComparison.Ordinal) ? userId : Hash(userId),
            priority,
            isSensitive);

    /// <summary>The queue that every worker with a tool pulls from.</summary>
    public static string OfTool(string tool, NodePriority priority = NodePriority.Default, bool isSensitive = false) =>
        Name("tool", tool, priority, isSensitive);

    /// <summary>Where messages end that a queue has handed out too often.</summary>
    public static string PoisonOf(string queue) => queue + Poison;

    public static bool IsPoison(string queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return queue.EndsWith(Poison, StringComparison.Ordinal);
    }

    /// <summary>
    /// Whether a text can stand in a queue's name for a worker, a user or a tool: lower-case letters and digits with
    /// single dashes between, and no ending that would make it look like another's queue.
    /// </summary>
    public static bool IsSubject(string? text) => text is { Length: <= SubjectMaxChars } && Subject().IsMatch(text);

    /// <summary>Whether storage accounts allow the name.</summary>
    public static bool IsValid(string? name) =>
        name is { Length: >= MinChars and <= MaxChars } && Allowed().IsMatch(name);

    private static string Hash(string text) =>
        HashMark + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashBytes));

    private static string Name(string kind, string subject, NodePriority priority, bool isSensitive)
    {
        if (!IsSubject(subject))
        {
            throw new ArgumentException(
                $"'{subject}' cannot name the queue of a {kind}: 1 to {SubjectMaxChars} lower-case letters and digits "
                    + "with single dashes between, not ending in -high, -low or -poison.",
                nameof(subject));
        }

        var suffix = priority switch
        {
            NodePriority.High => "-high",
            NodePriority.Low => "-low",
            _ => "",
        };
        return $"{Prefix}{(isSensitive ? "sensitive-" : "")}{kind}-{subject}{suffix}";
    }

    [GeneratedRegex(
        @"^[a-z0-9]+(-[a-z0-9]+)*(?<!-(high|low|poison))\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Subject();

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Allowed();
}
