using System.Text;

namespace Swarm.WorkerAgent.Redaction;

/// <summary>
/// One stream on its way out. Bytes that may be the beginning of a secret are held back until the next ones tell; after
/// a line end that no secret goes across, nothing is held back.
/// </summary>
internal sealed class RedactedStream(Redactor redactor)
{
    private static readonly byte[] Mask = Encoding.UTF8.GetBytes(Redactor.Mask);

    private readonly List<byte> held = [];
    private readonly List<bool> secret = [];
    private int node;
    private bool inMask;

    /// <summary>What can go now.</summary>
    public ReadOnlyMemory<byte> Push(ReadOnlyMemory<byte> bytes)
    {
        if (redactor.IsEmpty)
        {
            return bytes;
        }

        foreach (var octet in bytes.Span)
        {
            held.Add(octet);
            secret.Add(false);
            node = redactor.Step(node, octet);
            for (var back = 1; back <= redactor.MatchLength(node); back++)
            {
                secret[^back] = true;
            }
        }

        return Take(held.Count - redactor.Depth(node));
    }

    /// <summary>What is left at the end of the stream.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        node = 0;
        return Take(held.Count);
    }

    private byte[] Take(int count)
    {
        var result = new List<byte>(count);
        for (var i = 0; i < count; i++)
        {
            if (!secret[i])
            {
                result.Add(held[i]);
            }
            else if (!inMask)
            {
                result.AddRange(Mask);
            }

            inMask = secret[i];
        }

        held.RemoveRange(0, count);
        secret.RemoveRange(0, count);
        return [.. result];
    }
}
