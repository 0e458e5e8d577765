namespace Swarm.Tests.Architecture.ApiSurface.Samples;

public record SampleRecord(string Name, int? Size)
{
    public override string ToString() => Name;
}
