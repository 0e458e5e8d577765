namespace Swarm.Bench.Distribution;

/// <summary>The last lines that a process wrote, for the case that it fails.</summary>
internal sealed class LastLines
{
    private const int Max = 40;

    private readonly Queue<string> _lines = new();

    internal void Add(string? line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line ?? string.Empty);
            if (_lines.Count > Max)
            {
                _lines.Dequeue();
            }
        }
    }

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }
}
