namespace Swarm.Tests.Architecture.ApiSurface.Samples;

public abstract class SampleBase<T>
    where T : class, new()
{
    public const string Prefix = "swarm";

    public static readonly IReadOnlyList<string?> Names = [];

    protected SampleBase(string? name = null, params string[] others)
    {
        _ = (name, others);
    }

    private protected SampleBase(int hidden)
    {
        _ = hidden;
    }

    public event EventHandler? Changed
    {
        add => _ = value;
        remove => _ = value;
    }

    public abstract T? Current { get; protected set; }

    public required IDictionary<string, object?> Values { get; init; }

    protected virtual double Factor { get; private set; } = 1;

    public string? this[int index, string key] => index == 0 ? key : null;

    public abstract bool TryGet([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? text);

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(data))]
    public virtual string? Convert(string? data, SampleOptions options = SampleOptions.First, double factor = 1.5) =>
        data;

    public override string ToString() => Prefix;

    internal void Hidden() => _ = Factor;
}
