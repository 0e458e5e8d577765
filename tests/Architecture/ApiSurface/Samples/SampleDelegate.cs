namespace Swarm.Tests.Architecture.ApiSurface.Samples;

public delegate Task<TOut?> SampleDelegate<in TIn, TOut>(TIn input, ref readonly int count)
    where TIn : notnull
    where TOut : class;
