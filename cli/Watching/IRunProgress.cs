using Swarm.Cli.Events;
using Swarm.Contracts.Runs;

namespace Swarm.Cli.Watching;

/// <summary>Shows a run as it goes: redrawn on a terminal, line by line elsewhere.</summary>
internal interface IRunProgress
{
    void OnEvent(RunEvent e);

    void OnFeedState(FeedState state);
}
