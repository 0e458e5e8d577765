using System.Collections.Concurrent;

namespace Swarm.Tests.Embedded.Samples;

/// <summary>Where samples and middleware leave word of what they saw, for the test to read.</summary>
public sealed class Probe
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();

    public ConcurrentQueue<string> Words { get; } = new();

    public void Say(string word) => Words.Enqueue(word);

    public void Signal(string name) => Source(name).TrySetResult();

    public Task SignalledAsync(string name) => Source(name).Task.WaitAsync(TimeSpan.FromSeconds(60));

    private TaskCompletionSource Source(string name) =>
        _signals.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
