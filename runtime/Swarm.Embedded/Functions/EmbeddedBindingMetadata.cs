using Swarm.Embedded.Worker;

namespace Swarm.Embedded.Functions;

/// <summary>A binding as it was found.</summary>
internal sealed class EmbeddedBindingMetadata(string name, string type, BindingDirection direction) : BindingMetadata
{
    public override string Name => name;

    public override string Type => type;

    public override BindingDirection Direction => direction;
}
