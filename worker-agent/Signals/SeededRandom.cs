namespace Swarm.WorkerAgent.Signals;

/// <summary>
/// One seed for the whole agent; every part gets a generator of its own, since Random is not thread-safe.
/// </summary>
internal sealed class SeededRandom(int seed)
{
    private int handedOut;

    public Random Create() => new(HashCode(seed, Interlocked.Increment(ref handedOut)));

    // System.HashCode is randomised per process, which would make the seed worthless.
    private static int HashCode(int seed, int number) => unchecked((seed * 397) ^ (number * 7919));
}
