using System.Text.Json;
using Swarm.Contracts.Content;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Content;
using Swarm.Core.References;

namespace Swarm.Functions.Content;

/// <summary>Reads large values where something takes them in.</summary>
public sealed class ContentLookup(ContentValues values)
{
    /// <summary>
    /// Fills in references. What they take in of large values only shows on the way, so they are filled in again with
    /// each value that was wanted: as often as they refer to one, of which a file holds few.
    /// </summary>
    public async Task<T> ResolveAsync<T>(
        ReferenceScope scope, Func<ReferenceScope, T> resolve, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(resolve);
        var content = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        while (true)
        {
            ContentReference? wanted = null;
            var resolved = resolve(scope with { ContentOf = Find });
            if (wanted is null)
            {
                return resolved;
            }

            content.Add(wanted.Ref, await values.ReadAsync(wanted, cancellation));

            JsonElement? Find(ContentReference reference)
            {
                if (content.TryGetValue(reference.Ref, out var value))
                {
                    return value;
                }

                wanted = reference.Size <= ReferenceLimits.ContentMaxBytes ? reference : wanted;
                return null;
            }
        }
    }

    /// <summary>The value that a claim check stands for, unless it is longer than references may be.</summary>
    public async Task<JsonElement> WholeAsync(JsonElement value, CancellationToken cancellation) =>
        ClaimChecks.Find(value) is { Size: <= ReferenceLimits.ContentMaxBytes } large
            ? await values.ReadAsync(large, cancellation)
            : value;

    /// <summary>All that was printed to standard output; its end where that is longer than references may be.</summary>
    public async Task<string> PrintedAsync(ReportRequest report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.StdoutContent is { Size: <= ReferenceLimits.ContentMaxBytes } all
            ? (await values.ReadAsync(all, cancellation)).GetString()!
            : report.Stdout ?? "";
    }
}
