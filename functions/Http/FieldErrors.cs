namespace Swarm.Functions.Http;

/// <summary>Collects everything that is wrong with a request, so that the caller learns all of it at once.</summary>
public sealed class FieldErrors
{
    private readonly SortedDictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    /// <summary>Notes <paramref name="message"/> for the field at the JSON pointer unless the rule holds.</summary>
    public FieldErrors Require(bool holds, string pointer, string message)
    {
        if (!holds)
        {
            if (!_errors.TryGetValue(pointer, out var messages))
            {
                _errors[pointer] = messages = [];
            }

            messages.Add(message);
        }

        return this;
    }

    /// <summary>Ends the request with 422 if any rule was broken.</summary>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw Problems.Invalid(_errors.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()));
        }
    }
}
