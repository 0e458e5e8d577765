using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Swarm.Durable.Replay;

/// <summary>GUIDs that are the same on replay: UUID version 5 of instance, time of the turn and a counter.</summary>
internal sealed class DeterministicGuids(string instanceId)
{
    private static readonly Guid Namespace = new("9e952958-5e33-4daf-827f-2fa12937b875");

    private int _counter;

    internal Guid Next(DateTime now)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{instanceId}_{now:o}_{_counter++}");
        return Version5(Namespace, name);
    }

    private static Guid Version5(Guid space, string name)
    {
        const int GuidBytes = 16;
        byte[] data = new byte[GuidBytes + Encoding.UTF8.GetByteCount(name)];
        space.TryWriteBytes(data, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, data.AsSpan(GuidBytes));

#pragma warning disable CA5350 // UUID version 5 is defined over SHA-1; nothing is protected by it.
        Span<byte> hash = SHA1.HashData(data).AsSpan(0, GuidBytes);
#pragma warning restore CA5350
        BinaryPrimitives.WriteUInt16BigEndian(
            hash[6..], (ushort)((BinaryPrimitives.ReadUInt16BigEndian(hash[6..]) & 0x0fff) | 0x5000));
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
