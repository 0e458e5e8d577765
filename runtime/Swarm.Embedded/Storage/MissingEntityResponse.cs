using Azure;

namespace Swarm.Embedded.Storage;

/// <summary>The answer for an entity that is not there.</summary>
internal sealed class MissingEntityResponse<T> : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException("The entity is not there: look at HasValue first.");

    public override Response GetRawResponse() => new StoreResponse(404);
}
