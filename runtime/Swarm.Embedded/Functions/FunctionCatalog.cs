using Microsoft.Extensions.Options;
using Swarm.Embedded.Configuration;

namespace Swarm.Embedded.Functions;

/// <summary>The functions of this app.</summary>
/// <exception cref="InvalidFunctionsException">One function or more are refused.</exception>
internal sealed class FunctionCatalog(IOptions<EmbeddedHostOptions> options)
{
    public IReadOnlyList<FunctionDescriptor> Functions { get; } = FunctionDiscovery.Find(options.Value.Types);

    public IEnumerable<FunctionDescriptor> Of(TriggerKind kind) => Functions.Where(function => function.Kind == kind);
}
