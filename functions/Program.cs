namespace Swarm.Functions;

internal static class Program
{
    public static int Main() => 0;
}
