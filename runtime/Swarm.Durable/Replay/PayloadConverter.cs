using System.Diagnostics.CodeAnalysis;
using Swarm.Durable.Client;

namespace Swarm.Durable.Replay;

/// <summary>Serialises what goes into history, within a limit.</summary>
internal sealed class PayloadConverter(DataConverter converter, int maxChars)
{
    internal DataConverter Inner => converter;

    /// <summary>Turns a value into text.</summary>
    /// <param name="value">The value; one that is serialised already is taken as it is.</param>
    /// <param name="what">What it is, for the message if it is too large.</param>
    [return: NotNullIfNotNull(nameof(value))]
    internal string? Serialize(object? value, string what)
    {
        string? text = value is SerializedData data ? data.Value : converter.Serialize(value);
        if (text is not null && text.Length > maxChars)
        {
            throw new ArgumentException(
                $"The {what} has {text.Length:N0} characters, but at most {maxChars:N0} may go into history: "
                + "store it elsewhere and pass a reference.",
                nameof(value));
        }

        return text;
    }

    internal object? Deserialize(string? text, Type type) => converter.Deserialize(text, type);

    internal T? Deserialize<T>(string? text) => converter.Deserialize<T>(text);
}
