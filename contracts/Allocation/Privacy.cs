using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Allocation;

/// <summary>How private a piece of work is.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Privacy>))]
public enum Privacy
{
    /// <summary>Any worker that fits may do it.</summary>
    Normal,

    /// <summary>Only workers that an administrator trusts may see it.</summary>
    Sensitive,
}
