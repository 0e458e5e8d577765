namespace Swarm.Tests.Architecture.ApiSurface.Samples;

[Flags]
public enum SampleOptions : byte
{
    None = 0,
    First = 1,

    [Obsolete("Take First.")]
    Second = 2,
}
