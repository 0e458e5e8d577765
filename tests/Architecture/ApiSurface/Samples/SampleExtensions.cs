namespace Swarm.Tests.Architecture.ApiSurface.Samples;

public static class SampleExtensions
{
    public static string Describe(this ISample sample) => sample.ToString() ?? "";

    public sealed class Nested;
}
