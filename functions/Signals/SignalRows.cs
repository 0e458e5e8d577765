using System.Security.Cryptography;
using System.Text;

namespace Swarm.Functions.Signals;

/// <summary>The rows of a run's partition that tell of events from outside.</summary>
internal static class SignalRows
{
    public const string WaitPrefix = "wait:";

    /// <summary>The events of one name: <see cref="SignalDocument"/>.</summary>
    public static string Signal(string name) => $"signal:{name}";

    /// <summary>One event: <see cref="SignalValueDocument"/>.</summary>
    public static string Value(string name, int number) => $"signal:{name}:{number:D8}";

    /// <summary>The event of a key: <see cref="SignalKeyDocument"/>. The key may be any text.</summary>
    public static string Key(string name, string key) =>
        $"signal-key:{name}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";

    /// <summary>A node that waits: <see cref="WaitDocument"/>.</summary>
    public static string Wait(string place) => WaitPrefix + place;
}
