using System.Collections;
using System.Collections.Concurrent;
using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Redaction;

/// <summary>
/// The secrets that this agent knows: environment variables by their names, the lines of the owner's file, the worker's
/// own key, and what a work item's environment brings.
/// </summary>
internal sealed class SecretVault
{
    private readonly ConcurrentDictionary<string, bool> known = new();
    private Redactor? redactor;

    /// <summary>Takes what the agent's environment and the owner's file hold.</summary>
    /// <exception cref="IOException">The file is named and cannot be read.</exception>
    public static SecretVault Load(string? file)
    {
        var vault = new SecretVault();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            vault.AddVariable((string)variable.Key, (string?)variable.Value ?? "");
        }

        foreach (var line in file is null ? [] : File.ReadAllLines(file))
        {
            // One secret a line; an empty line and one that begins with # are for people.
            if (line.Trim() is { Length: > 0 } secret && secret[0] != '#')
            {
                vault.Add(secret);
            }
        }

        return vault;
    }

    /// <summary>From here on this text does not leave the machine.</summary>
    public void Add(string secret)
    {
        if (known.TryAdd(secret, true))
        {
            redactor = null;
        }
    }

    /// <summary>What redacts the output of a work item.</summary>
    public Redactor For(WorkItem item)
    {
        var variables = (item.Shell?.Environment ?? Empty).Concat(item.Ai?.Environment ?? Empty);
        string[] own = [.. variables.Where(pair => SecretNames.IsSecret(pair.Key, pair.Value)).Select(p => p.Value)];
        return own.All(known.ContainsKey) ? Common() : new Redactor(known.Keys.Concat(own));
    }

    /// <summary>What redacts everything else.</summary>
    public Redactor Common() => redactor ??= new Redactor(known.Keys);

    private static Dictionary<string, string> Empty => [];

    private void AddVariable(string name, string value)
    {
        if (SecretNames.IsSecret(name, value))
        {
            Add(value);
        }
    }
}
