using System.Buffers.Binary;

namespace Swarm.Tests.Durable.Kills;

/// <summary>Where the commits of a write-ahead log end (SQLite's file format, section 4).</summary>
internal static class WalFrames
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const int SaltOffset = 16;
    private const int SaltBytes = 8;

    /// <summary>
    /// The length of the log after each of its commits, the empty log first. Frames of an earlier round of the log,
    /// which lie behind those of this one, have another salt and do not count.
    /// </summary>
    public static IReadOnlyList<int> ListCommitEnds(ReadOnlySpan<byte> log)
    {
        var ends = new List<int> { HeaderBytes };
        int frameBytes = FrameHeaderBytes + BinaryPrimitives.ReadInt32BigEndian(log[8..]);
        ReadOnlySpan<byte> salt = log.Slice(SaltOffset, SaltBytes);
        for (int start = HeaderBytes; start + frameBytes <= log.Length; start += frameBytes)
        {
            ReadOnlySpan<byte> frame = log.Slice(start, frameBytes);
            if (!frame.Slice(8, SaltBytes).SequenceEqual(salt))
            {
                break;
            }

            // The last frame of a commit holds the size of the database.
            if (BinaryPrimitives.ReadInt32BigEndian(frame[4..]) != 0)
            {
                ends.Add(start + frameBytes);
            }
        }

        return ends;
    }
}
