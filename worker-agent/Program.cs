namespace Swarm.WorkerAgent;

internal static class Program
{
    public static int Main() => 0;
}
