using Swarm.Durable.History;

namespace Swarm.Durable.Replay;

/// <summary>A call, timer or sub-orchestration whose end has not come yet.</summary>
internal abstract class OpenTask(DecisionEvent decision)
{
    internal DecisionEvent Decision { get; } = decision;

    /// <summary>Whether its result has come, but is held because the instance is suspended.</summary>
    internal bool IsAnswered { get; set; }

    /// <summary>Ends the wait for the token of a timer.</summary>
    internal CancellationTokenRegistration Registration { get; set; }

    internal abstract void Complete(string? result, PayloadConverter payloads);

    internal abstract void Fail(Exception exception);

    internal abstract void Cancel(CancellationToken cancellation);
}

/// <summary>An open task with the type of its result.</summary>
internal sealed class OpenTask<T>(DecisionEvent decision) : OpenTask(decision)
{
    private readonly TaskCompletionSource<T> _source = new();

    internal Task<T> Task => _source.Task;

    internal override void Complete(string? result, PayloadConverter payloads)
    {
        T value;
        try
        {
            value = payloads.Deserialize<T>(result)!;
        }
        catch (Exception exception)
        {
            // A result of another type is the caller's mistake: it gets it where it awaits.
            _source.TrySetException(exception);
            return;
        }

        _source.TrySetResult(value);
    }

    internal override void Fail(Exception exception) => _source.TrySetException(exception);

    internal override void Cancel(CancellationToken cancellation) => _source.TrySetCanceled(cancellation);
}
