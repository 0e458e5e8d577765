using System.Diagnostics.CodeAnalysis;

namespace Swarm.Durable;

/// <summary>Turns inputs, outputs and events into text and back.</summary>
public abstract class DataConverter
{
    /// <summary>Turns a value into text.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text; null for null.</returns>
    [return: NotNullIfNotNull("value")]
    public abstract string? Serialize(object? value);

    /// <summary>Turns text into a value.</summary>
    /// <param name="data">The text.</param>
    /// <param name="targetType">The type of the value.</param>
    /// <returns>The value; null for null.</returns>
    [return: NotNullIfNotNull("data")]
    public abstract object? Deserialize(string? data, Type targetType);

    /// <summary>Turns text into a value.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="data">The text.</param>
    /// <returns>The value; the default for null.</returns>
    [return: NotNullIfNotNull("data")]
    public virtual T? Deserialize<T>(string? data) =>
        data is null ? default : (T?)Deserialize(data, typeof(T));
}
