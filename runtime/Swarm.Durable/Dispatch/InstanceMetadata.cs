using Swarm.Durable.Client;
using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Dispatch;

/// <summary>Shows a stored instance as a client sees it.</summary>
internal static class InstanceMetadata
{
    internal static OrchestrationMetadata Describe(InstanceRecord record, DataConverter converter, bool withPayloads)
    {
        var bare = new OrchestrationMetadata(record.Name, record.InstanceId)
        {
            RuntimeStatus = record.Status,
            CreatedAt = record.CreatedAt,
            LastUpdatedAt = record.UpdatedAt,
            SerializedCustomStatus = withPayloads ? record.CustomStatus : null,
            SerializedInput = withPayloads ? record.Input : null,
            SerializedOutput = withPayloads ? record.Output : null,
            DataConverter = withPayloads ? converter : null,
            FailureDetails = record.Failure is { } failure ? RowCodec.DecodeFailure(failure) : null,
            Tags = record.Tags is { } tags ? RowCodec.DecodeTags(tags) : new Dictionary<string, string>(),
        };
        return bare;
    }
}
