#nullable disable
namespace Swarm.Tests.Architecture.ApiSurface.Samples;

public struct SampleOblivious
{
    public string Text { get; set; }

    public int Size { get; set; }
}
