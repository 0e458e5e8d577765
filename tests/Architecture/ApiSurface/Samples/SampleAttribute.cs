namespace Swarm.Tests.Architecture.ApiSurface.Samples;

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class SampleAttribute : Attribute, ISample
{
    public Type InputType => typeof(string);

    public void Dispose()
    {
    }

    public Task<object?> RunAsync(object? input) => Task.FromResult(input);

    [Obsolete("Take RunAsync.", error: false)]
    public static implicit operator string(SampleAttribute value) => "sample";

    public static TItem?[] Fill<TItem>(TItem item, int? count = null, CancellationToken cancellation = default)
        where TItem : struct => [item];

    public static TItem? Find<TItem>(TItem[]? items, (string? Key, int Count) pair) => default;
}
