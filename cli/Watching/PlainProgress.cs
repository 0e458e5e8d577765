using Swarm.Cli.Events;
using Swarm.Contracts.Runs;

namespace Swarm.Cli.Watching;

/// <summary>One line per event, for pipes, files and build machines.</summary>
internal sealed class PlainProgress(TextWriter output, TimeZoneInfo zone) : IRunProgress
{
    private readonly EventLines lines = new(zone);
    private bool wasConnected;

    public void OnEvent(RunEvent e) => output.WriteLine(lines.Format(e));

    public void OnFeedState(FeedState state)
    {
        if (state == FeedState.Waiting)
        {
            output.WriteLine("The control plane does not answer; waiting for it…");
        }
        else if (wasConnected)
        {
            output.WriteLine("The control plane is back.");
        }

        wasConnected = true;
    }
}
