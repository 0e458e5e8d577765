using Swarm.Durable.Converters;

namespace Swarm.Durable.Client;

/// <summary>A value as text, with what can read it.</summary>
public sealed class SerializedData
{
    /// <summary>Makes serialised data.</summary>
    /// <param name="data">The text.</param>
    /// <param name="converter">What can read it; JSON if null.</param>
    public SerializedData(string data, DataConverter? converter = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        Value = data;
        Converter = converter ?? JsonDataConverter.Default;
    }

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>What can read it.</summary>
    public DataConverter Converter { get; }

    /// <summary>The value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    public T ReadAs<T>() => Converter.Deserialize<T>(Value);
}
