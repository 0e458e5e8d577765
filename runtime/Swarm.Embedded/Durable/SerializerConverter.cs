using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure.Core.Serialization;
using Swarm.Durable;

namespace Swarm.Embedded.Durable;

/// <summary>Lets the engine read and write by the serializer that the app has given the worker.</summary>
internal sealed class SerializerConverter(ObjectSerializer serializer) : DataConverter
{
    [return: NotNullIfNotNull(nameof(value))]
    public override string? Serialize(object? value) =>
        value is null ? null : serializer.Serialize(value, value.GetType()).ToString();

    [return: NotNullIfNotNull(nameof(data))]
    public override object? Deserialize(string? data, Type targetType)
    {
        if (data is null)
        {
            return null;
        }

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(data));
        return serializer.Deserialize(stream, targetType, CancellationToken.None)!;
    }
}
