using Swarm.Embedded.Worker;

namespace Swarm.Tests.Embedded.Samples;

public static class TimerSamples
{
    public sealed class Hourly(Probe probe)
    {
        [Function("Hourly")]
        public void Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => Note(probe, timer);
    }

    public sealed class EveryFiveSeconds(Probe probe)
    {
        [Function("EveryFiveSeconds")]
        public void Run([TimerTrigger("*/5 * * * * *")] TimerInfo timer) => Note(probe, timer);
    }

    public sealed class FromSetting(Probe probe)
    {
        [Function("FromSetting")]
        public void Run([TimerTrigger("%Sample:Schedule%")] TimerInfo timer) => Note(probe, timer);
    }

    public sealed class AtStart(Probe probe)
    {
        [Function("AtStart")]
        public void Run([TimerTrigger("0 0 * * * *", RunOnStartup = true)] TimerInfo timer) => Note(probe, timer);
    }

    public sealed class Failing(Probe probe)
    {
        [Function("Failing")]
        public void Run([TimerTrigger("0 0 * * * *")] TimerInfo timer)
        {
            Note(probe, timer);
            throw new InvalidOperationException("The first run fails, and so does the second.");
        }
    }

    public sealed class Slow(Probe probe)
    {
        [Function("Slow")]
        public async Task RunAsync([TimerTrigger("0 0 * * * *")] TimerInfo timer, CancellationToken cancellation)
        {
            Note(probe, timer);
            try
            {
                await probe.SignalledAsync("go on").WaitAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                probe.Signal("cancelled");
                throw;
            }
        }
    }

    private static void Note(Probe probe, TimerInfo timer)
    {
        probe.Say($"{(timer.IsPastDue ? "late" : "due")} last {timer.ScheduleStatus?.Last:HH:mm}");
        probe.Signal($"run {probe.Words.Count}");
    }
}
