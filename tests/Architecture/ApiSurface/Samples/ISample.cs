namespace Swarm.Tests.Architecture.ApiSurface.Samples;

public interface ISample : IDisposable
{
    Type InputType { get; }

    Task<object?> RunAsync(object? input);

    int Twice(int value) => value * 2;
}
