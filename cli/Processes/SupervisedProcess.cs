namespace Swarm.Cli.Processes;

/// <summary>Keeps a process of ours alive: starts it again, after a pause, whenever it dies.</summary>
internal sealed class SupervisedProcess(
    ProcessSpec spec, SupervisorOptions options, TimeProvider time, Action<string> tell) : IDisposable
{
    private readonly ProcessLog log = new(spec.LogFile);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private ChildProcess? current;

    public string Name => spec.Name;

    /// <summary>Completes when the process has been stopped, or fails when it cannot be kept alive.</summary>
    public Task Kept { get; private set; } = Task.CompletedTask;

    /// <summary>Starts it and waits until it is ready; its own words are passed on if it dies before.</summary>
    /// <returns>The line with which it said so; empty if it is not expected to say anything.</returns>
    public async Task<string> StartAsync(CancellationToken cancellation)
    {
        var child = Begin() ?? throw new InvalidOperationException($"The {spec.Name} was stopped before it started.");
        var line = "";
        if (spec.ReadyLine is not null)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(options.ReadyLimit);
            var ended = child.WaitAsync(limit.Token);
            await Task.WhenAny(child.Ready, ended);
            cancellation.ThrowIfCancellationRequested();
            if (!child.Ready.IsCompletedSuccessfully)
            {
                throw CliException.CannotStart(ended.IsCompletedSuccessfully
                    ? $"The {spec.Name} did not start (exit code {child.ExitCode}):{Environment.NewLine}{Words(child)}"
                    : $"The {spec.Name} is not ready after {options.ReadyLimit.TotalSeconds:0} s; see {spec.LogFile}.");
            }

            line = await child.Ready;
        }

        Kept = KeepAsync(child);
        return line;
    }

    /// <summary>From now on it is not started again.</summary>
    public void Retire()
    {
        lock (gate)
        {
            stopping.Cancel();
        }
    }

    /// <summary>Asks it to end, twice in a hurry; kills it with all that it started when the time is over.</summary>
    public async Task StopAsync(TimeSpan patience, bool hurry, CancellationToken now)
    {
        Retire();
        if (current is not { } child)
        {
            return;
        }

        var endedItself = await EndAsync(child, patience, hurry, now);
        if (spec.CleansUpAtStart && endedItself && child.ExitCode != 0)
        {
            // It died just before we asked it to end. One more life ends what this one has left behind.
            await EndAsync(await LiveOnceMoreAsync(now), patience, hurry, now);
        }
    }

    public void Dispose()
    {
        Retire();
        current?.Kill();
        current?.Dispose();
        stopping.Dispose();
        log.Dispose();
    }

    // Null: it was retired meanwhile. Under the lock, or a life could begin just behind the back of who ends the last.
    private ChildProcess? Begin()
    {
        lock (gate)
        {
            if (stopping.IsCancellationRequested)
            {
                return null;
            }

            current?.Dispose();
            current = ChildProcess.Start(spec, log);
            return current;
        }
    }

    // False: it had to be killed, and all that it had started with it.
    private static async Task<bool> EndAsync(ChildProcess child, TimeSpan patience, bool hurry, CancellationToken now)
    {
        child.Ask();
        if (hurry)
        {
            // A worker agent drains at the first signal, and ends its work at the second.
            child.Ask();
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(now);
        limit.CancelAfter(patience);
        try
        {
            await child.WaitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            child.Kill();
            await child.WaitAsync(CancellationToken.None);
            return false;
        }
    }

    private async Task<ChildProcess> LiveOnceMoreAsync(CancellationToken now)
    {
        ChildProcess child;
        lock (gate)
        {
            current?.Dispose();
            child = current = ChildProcess.Start(spec, log);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(now);
        limit.CancelAfter(options.CleanUpLimit);
        await Task.WhenAny(child.Spoken, child.WaitAsync(limit.Token));
        return child;
    }

    private async Task KeepAsync(ChildProcess child)
    {
        var stopped = stopping.Token;
        var deaths = 0;
        var pause = options.FirstPause;
        while (true)
        {
            var born = time.GetTimestamp();
            await child.WaitAsync(CancellationToken.None);
            if (stopped.IsCancellationRequested)
            {
                return;
            }

            if (time.GetElapsedTime(born) >= options.GoodLife)
            {
                (deaths, pause) = (0, options.FirstPause);
            }

            if (spec.HopelessExitCodes.Contains(child.ExitCode) || ++deaths >= options.MaxDeaths)
            {
                throw CliException.CannotStart(
                    $"The {spec.Name} ended with exit code {child.ExitCode} and is given up:"
                    + $"{Environment.NewLine}{Words(child)}{Environment.NewLine}Its log: {spec.LogFile}");
            }

            tell($"The {spec.Name} died (exit code {child.ExitCode}); starting it again.");
            await Task.Delay(pause, time, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, options.LongestPause.Ticks));
            if (Begin() is not { } next)
            {
                return;
            }

            child = next;
        }
    }

    private string Words(ChildProcess child) =>
        child.LastErrors.Length > 0 ? child.LastErrors : $"It said nothing; its log: {spec.LogFile}";
}
