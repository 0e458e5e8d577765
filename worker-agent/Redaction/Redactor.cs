using System.Text;

namespace Swarm.WorkerAgent.Redaction;

/// <summary>
/// Finds secrets in streams of bytes (by Aho and Corasick's automaton): each byte is looked at once, however many
/// spellings of however many secrets there are, and a secret that is split across reads is found like any other.
/// </summary>
internal sealed class Redactor
{
    public const string Mask = "[redacted]";

    /// <summary>Many more would cost more memory than the rest of the agent.</summary>
    public const int MaxFormsBytes = 4 * 1024 * 1024;

    private readonly Dictionary<(int Node, byte Next), int> steps = [];
    private readonly List<int> depths = [0];
    private readonly List<int> fallbacks = [0];
    private readonly List<int> matches = [0];

    /// <summary>Prepares the search.</summary>
    /// <exception cref="ArgumentException">The secrets are too large to be looked for.</exception>
    public Redactor(IEnumerable<string> secrets)
    {
        var total = 0;
        foreach (var form in secrets.Distinct().SelectMany(SecretForms.Of))
        {
            total += form.Length;
            if (total > MaxFormsBytes)
            {
                throw new ArgumentException(
                    $"The secrets to redact have over {MaxFormsBytes} bytes in all spellings.", nameof(secrets));
            }

            Add(form);
        }

        LinkFallbacks();
    }

    /// <summary>Knows no secrets and changes nothing.</summary>
    public static Redactor None { get; } = new([]);

    /// <summary>True when there is nothing to look for.</summary>
    public bool IsEmpty => steps.Count == 0;

    /// <summary>A text without its secrets.</summary>
    public string Redact(string text)
    {
        if (IsEmpty || text.Length == 0)
        {
            return text;
        }

        var stream = new RedactedStream(this);
        var head = stream.Push(Encoding.UTF8.GetBytes(text)).ToArray();
        return Encoding.UTF8.GetString([.. head, .. stream.Finish().Span]);
    }

    /// <summary>The state after a byte.</summary>
    public int Step(int node, byte next)
    {
        while (true)
        {
            if (steps.TryGetValue((node, next), out var child))
            {
                return child;
            }

            if (node == 0)
            {
                return 0;
            }

            node = fallbacks[node];
        }
    }

    /// <summary>How many of the last bytes may be the beginning of a secret.</summary>
    public int Depth(int node) => depths[node];

    /// <summary>How many of the last bytes are a secret; 0 for none.</summary>
    public int MatchLength(int node) => matches[node];

    private void Add(byte[] form)
    {
        var node = 0;
        foreach (var octet in form)
        {
            if (!steps.TryGetValue((node, octet), out var child))
            {
                child = depths.Count;
                steps.Add((node, octet), child);
                depths.Add(depths[node] + 1);
                fallbacks.Add(0);
                matches.Add(0);
            }

            node = child;
        }

        matches[node] = form.Length;
    }

    /// <summary>Breadth first: a node's fallback is nearer to the root and so is finished before it.</summary>
    private void LinkFallbacks()
    {
        foreach (var ((parent, octet), child) in steps.OrderBy(step => depths[step.Value]))
        {
            fallbacks[child] = parent == 0 ? 0 : Step(fallbacks[parent], octet);
            matches[child] = Math.Max(matches[child], matches[fallbacks[child]]);
        }
    }
}
